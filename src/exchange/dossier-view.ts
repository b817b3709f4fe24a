import type { DossierView } from '../kit/connector.ts';
import type { Attachment, Dossier, Message } from '../model/message.ts';
import { statedState } from '../model/message.ts';

/** One dossier as told by its messages, oldest first: what is said later wins, lists grow by id. */
export function foldDossier(story: readonly Message[], latest: Message): DossierView {
  let dossier: Dossier = { ids: [] };
  let status: DossierView['status'] = null;
  let statusAt: string | null = null;
  for (const message of [...story, latest]) {
    dossier = merge(dossier, message.dossier);
    const state = statedState(message);
    if (state === undefined) continue;
    status = message.status ?? { state };
    statusAt = message.occurredAt;
  }
  return { dossier, status, statusAt };
}

function merge(before: Dossier, said: Dossier): Dossier {
  const ids = [...before.ids, ...said.ids.filter((id) => !before.ids.some((one) => same(one, id)))];
  const attachments = mergeAttachments(before.attachments ?? [], said.attachments ?? []);
  return { ...before, ...said, ids, ...(attachments.length > 0 && { attachments }) };
}

const same = (a: Dossier['ids'][number], b: Dossier['ids'][number]): boolean =>
  a.scheme === b.scheme && a.value === b.value;

function mergeAttachments(before: readonly Attachment[], said: readonly Attachment[]): Attachment[] {
  const byId = new Map(before.map((one) => [one.id, one]));
  for (const one of said) byId.set(one.id, { ...byId.get(one.id), ...one });
  return [...byId.values()].filter(({ removed }) => removed !== true);
}
