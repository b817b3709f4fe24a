/** The `payload` of an action: what came along, and the dossier's number and dates (formats 3.5). */
import { parseOccurredAt } from '../../model/occurred.ts';
import { known } from './form.ts';
import { type Saying, templateOf } from './saying.ts';

/** The source's own payload with what is known now laid over it. */
export function payloadOf(saying: Saying): Record<string, unknown> {
  const { message, dossier, extension, toPortal } = saying;
  const kept = extension.action?.['payload'];
  const attachments = (message.dossier.attachments ?? []).filter(({ file, removed }) => file && !removed);
  const isDocument = (role: string | undefined) => toPortal && (role === 'document' || role === 'receipt');
  const uids = (documents: boolean) => {
    const chosen = attachments.filter(({ role }) => isDocument(role) === documents);
    return chosen.length > 0 ? chosen.map(({ id }) => ({ referenceUid: id })) : undefined;
  };
  return {
    ...(typeof kept === 'object' ? kept : {}),
    ...known<Record<string, unknown>>({
      dossierFiles: uids(false),
      dossierDocuments: uids(true),
      dossierNo: dossier.code,
      submitDate: epoch(dossier.submittedAt),
      receiveDate: epoch(dossier.receivedAt),
      dueDate: epoch(dossier.dueAt ?? dossier.appointedAt),
      releaseDate: epoch(dossier.finishedAt),
      finishDate: epoch(dossier.returnedAt),
      crossDossier: crossOf(saying, kept),
    }),
  };
}

function crossOf(saying: Saying, kept: unknown): object | undefined {
  const { message, dossier } = saying;
  if (message.kind !== 'dossier.transferred') return undefined;
  const source =
    typeof kept === 'object' && kept !== null ? (kept as { crossDossier?: object }).crossDossier : {};
  const said = { serviceCode: dossier.procedure?.code, dossierTemplateNo: templateOf(saying) || undefined };
  return { ...known<object>(said), ...source, govAgencyCode: message.transfer.to.code };
}

function epoch(time: string | undefined): number | undefined {
  return (time === undefined ? null : parseOccurredAt(time)) ?? undefined;
}
