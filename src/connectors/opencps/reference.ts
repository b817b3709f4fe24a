/** The key of a dossier in OpenCPS: referenceUid, and how it stands for dossiers that were born elsewhere. */

import { MappingGap } from '../../model/errors.ts';
import type { Alias, Dossier } from '../../model/message.ts';

const scheme = 'opencps.reference-uid';

/** Liên thông copies carry it in front of the key; it is stripped on the way back (formats 3.3). */
const copyPrefix = /^xxx-cps-/;

/** `dossier-code~H55.31.07-261118-0007`: the key we give a dossier without one, so that answers find it again. */
const borrowed = /^(?<scheme>[a-z0-9]+(?:[.-][a-z0-9]+)*)~(?<value>.+)$/;

/** Length of the column in the receiver's database. */
const maxLength = 75;

/** referenceUid without the prefix of a copy. */
export function stripCopyPrefix(referenceUid: string): string {
  return referenceUid.trim().replace(copyPrefix, '');
}

/** Every id a dialect's key and number amount to; the key is always first. */
export function aliasesOf(key: string, dossierNo: string | undefined): Alias[] {
  const { scheme: source, value } = borrowed.exec(key)?.groups ?? {};
  const ids: Alias[] = [{ scheme, value: key }];
  if (source !== undefined && value !== undefined) ids.push({ scheme: source, value });
  const isNew = dossierNo !== undefined && !(source === 'dossier-code' && value === dossierNo);
  return isNew ? [...ids, { scheme: 'dossier-code', value: dossierNo }] : ids;
}

/** The key under which OpenCPS knows the dossier; throws `MappingGap` when none can be made of its ids. */
export function referenceOf(dossiers: readonly Dossier[]): string {
  const ids = dossiers.flatMap((dossier) => dossier.ids);
  const own = ids.find((alias) => alias.scheme === scheme);
  if (own !== undefined) return own.value;
  // The first id ever known: it stays first, so the key never changes.
  const [first] = ids;
  const key = `${first?.scheme}~${first?.value}`;
  if (first !== undefined && key.length <= maxLength) return key;
  throw new MappingGap('no id of the dossier fits into referenceUid');
}
