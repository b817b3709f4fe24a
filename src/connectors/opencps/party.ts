/** People of an OpenCPS dossier: applicant, contact, delegate and postal receiver, each spread over flat fields. */
import type { Dossier, Party } from '../../model/message.ts';
import { type Form, issueDay, issueDayText, known, unlessEmpty } from './form.ts';

type Unit = NonNullable<NonNullable<Party['address']>['units']>[number];
type Identity = NonNullable<Party['identity']>;

const tiers = [
  ['City', 'province'],
  ['District', 'district'],
  ['Ward', 'commune'],
] as const;

const types: readonly string[] = ['citizen', 'business', 'organization'];

/** The flat field of one address part: `cityCode`, `delegateCityCode`. */
function field(prefix: string, part: string): string {
  return prefix === '' ? part.charAt(0).toLowerCase() + part.slice(1) : prefix + part;
}

/** Names of the six code and name fields of one address. */
export function unitFields(prefix: string): string[] {
  return tiers.flatMap(([name]) => [field(prefix, `${name}Code`), field(prefix, `${name}Name`)]);
}

/** Reads the applicant; a word the dialect does not define is `other`. */
export function readApplicant(form: Form): Party | undefined {
  const type = applicantType(form['applicantIdType']);
  return unlessEmpty(
    known<Party>({
      type,
      name: form['applicantName'],
      identity: readIdentity(form['applicantIdNo'], { type, issuedOn: issueDay(form['applicantIdDate']) }),
      address: readAddress(form, { line: 'address', prefix: '' }),
    }),
  );
}

/** Reads contact, delegate and postal receiver; `unitsOfDelegate` only where its codes are its own (formats 3.3, 3.4). */
export function readOthers(form: Form, { unitsOfDelegate }: { unitsOfDelegate: boolean }): Partial<Dossier> {
  const contact = known<Party>({
    name: form['contactName'],
    phone: form['contactTelNo'],
    email: form['contactEmail'],
  });
  const representative = known<Party>({
    name: form['delegateName'],
    identity: readIdentity(form['delegateIdNo'], {}),
    phone: form['delegateTelNo'],
    email: form['delegateEmail'],
    address: readAddress(form, { line: 'delegateAddress', prefix: unitsOfDelegate ? 'delegate' : null }),
  });
  const postalReturn = known<Party>({
    phone: form['postalTelNo'],
    address: readAddress(form, { line: 'postalAddress', prefix: 'postal' }),
  });
  return known<Partial<Dossier>>({
    contact: unlessEmpty(contact),
    representative: unlessEmpty(representative),
    postalReturn: unlessEmpty(postalReturn),
  });
}

/** Writes everybody; the applicant has no telephone here, so it stands in where no contact is known. `word` is the source's own applicantIdType where ours says only `other`. */
export function writeParties(dossier: Dossier, word: string | undefined): Record<string, string> {
  const { applicant, contact = applicant, representative, postalReturn } = dossier;
  return {
    applicantName: applicant?.name ?? '',
    applicantIdType: writeType(applicant?.type, word),
    applicantIdNo: applicant?.identity?.number ?? '',
    applicantIdDate: issueDayText(applicant?.identity?.issuedOn),
    ...writeAddress(applicant?.address, { line: 'address', prefix: '' }),
    contactName: contact?.name ?? '',
    contactTelNo: contact?.phone ?? '',
    contactEmail: contact?.email ?? '',
    delegateName: representative?.name ?? '',
    delegateIdNo: representative?.identity?.number ?? '',
    delegateTelNo: representative?.phone ?? '',
    delegateEmail: representative?.email ?? '',
    ...writeAddress(representative?.address, { line: 'delegateAddress', prefix: 'delegate' }),
    postalTelNo: postalReturn?.phone ?? '',
    ...writeAddress(postalReturn?.address, { line: 'postalAddress', prefix: 'postal' }),
  };
}

/** Whether our word loses the source's: then it is kept beside. */
export function isOwnWord(word: string | undefined): boolean {
  return word !== undefined && !types.includes(word);
}

function applicantType(word: string | undefined): Party['type'] {
  if (word === undefined) return undefined;
  return types.includes(word) ? (word as Party['type']) : 'other';
}

function writeType(type: Party['type'], word: string | undefined): string {
  if (type === undefined) return '';
  if (type === 'other') return word ?? 'other';
  return type === 'state-body' ? 'organization' : type;
}

function readIdentity(
  number: string | undefined,
  { type, issuedOn }: { type?: Party['type']; issuedOn?: string | undefined },
): Identity | undefined {
  if (number === undefined) return undefined;
  return known<Identity>({ type: identityType(number, type), number, issuedOn });
}

function identityType(number: string, type: Party['type']): Identity['type'] {
  if (type === 'business') return 'tax';
  if (type !== undefined && type !== 'citizen') return undefined;
  if (/^\d{12}$/.test(number)) return 'personal-id';
  return /^\d{9}$/.test(number) ? 'old-id' : undefined;
}

function readAddress(
  form: Form,
  { line, prefix }: { line: string; prefix: string | null },
): Party['address'] | undefined {
  const units =
    prefix === null ? [] : tiers.flatMap(([name, tier]) => readUnit(form, { prefix, name, tier }));
  return unlessEmpty(known({ line: form[line], units: units.length > 0 ? units : undefined }));
}

function readUnit(
  form: Form,
  { prefix, name, tier }: { prefix: string; name: string; tier: Unit['tier'] },
): Unit[] {
  const code = form[field(prefix, `${name}Code`)];
  const label = form[field(prefix, `${name}Name`)];
  if (code === undefined && label === undefined) return [];
  return [known<Unit>({ tier, code, name: label })];
}

function writeAddress(
  address: Party['address'],
  { line, prefix }: { line: string; prefix: string },
): Record<string, string> {
  const pairs = tiers.flatMap(([name, tier]) => {
    const unit = address?.units?.find((each) => each.tier === tier);
    return [
      [field(prefix, `${name}Code`), unit?.code ?? ''],
      [field(prefix, `${name}Name`), unit?.name ?? ''],
    ];
  });
  return { [line]: address?.line ?? '', ...Object.fromEntries(pairs) };
}
