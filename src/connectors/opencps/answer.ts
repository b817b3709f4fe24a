/** What OpenCPS clients read: details, acknowledgements, refusals (formats 3.1, 3.6). */
import type { DossierView, Refusal, WireAnswer } from '../../kit/connector.ts';
import type { Dossier } from '../../model/message.ts';
import { type Form, localText } from './form.ts';
import { writeParties } from './party.ts';
import { stripCopyPrefix } from './reference.ts';
import { settingsOf } from './settings.ts';

/** 200 with JSON, the only success its client knows. */
export function ok(body: unknown): WireAnswer {
  return { status: 200, body };
}

/** Never 2xx: 203 would be read as an answer. Other statuses than 401, 413 and 503 do not exist in the dialect. */
export function refuse(refusal: Refusal): WireAnswer {
  const { status, findings, message, retryAfterMs } = refusal;
  const problems = findings.map(({ path, text }) => `${path || '/'}: ${text.vi} / ${text.en}`);
  const description = problems.length > 0 ? problems.join('; ') : message;
  if (status === 401) return { status, body: { message: 'Unauthorized.', code: 203, description } };
  if (status === 413) return { status, body: { message: 'Payload Too Large.', code: 413, description } };
  // Ours, or not over yet: the client may repeat it, so it must not look like a verdict.
  if (status >= 500 || status === 409) {
    const headers = { 'Retry-After': String(Math.max(1, Math.ceil((retryAfterMs ?? 5000) / 1000))) };
    return { status: 503, headers, body: { message: 'Service Unavailable.', code: 503, description } };
  }
  return { status: 403, body: { message: 'No Content.', code: 403, description } };
}

/** The answer to a dossier that came: the stable number its client files everything else under, and its own fields. */
export function created(form: Form, number: number | undefined): Record<string, unknown> {
  const { password: _, ...echoed } = form;
  return { dossierId: number ?? 0, ...echoed, referenceUid: form['referenceUid'] ?? '', submitting: 'false' };
}

/** The detail of a dossier as the ledger knows it; unlike the real one it leaves the names as they were sent. */
export function detailOf(
  { dossier, status, statusAt }: DossierView,
  { number, system }: { number: number | undefined; system: Parameters<typeof settingsOf>[0] },
): Record<string, unknown> {
  const source = status?.source;
  const settings = settingsOf(system);
  const isOurs = source?.code !== undefined && settings.statuses[source.code] === status?.state;
  return {
    dossierId: number ?? 0,
    referenceUid: stripCopyPrefix(
      dossier.ids.find(({ scheme }) => scheme === 'opencps.reference-uid')?.value ?? '',
    ),
    ...identityOf(dossier),
    ...writeParties(dossier, undefined),
    applicantIdDate: dayText(dossier.applicant?.identity?.issuedOn),
    createDate: localText(dossier.submittedAt),
    modifiedDate: localText(statusAt),
    submitDate: localText(dossier.submittedAt),
    receiveDate: localText(dossier.receivedAt),
    dueDate: localText(dossier.dueAt ?? dossier.appointedAt),
    releaseDate: localText(dossier.finishedAt),
    finishDate: localText(dossier.returnedAt),
    dossierStatus: isOurs ? source.code : (settings.sendStatuses[status?.state ?? ''] ?? ''),
    dossierStatusText: source?.text ?? '',
    dossierSubStatus: isOurs ? (source.subCode ?? '') : '',
    dossierSubStatusText: source?.subText ?? '',
    lastActionDate: localText(statusAt),
    online: String(dossier.channel === 'online'),
    viaPostal: dossier.returnMethod === 'post' ? '2' : '0',
    ...{ submitting: 'false', notification: 'false', visited: 'false', pending: 'false', lockState: '' },
  };
}

function identityOf(dossier: Dossier): Record<string, string> {
  return {
    dossierNo: dossier.code ?? '',
    serviceCode: dossier.procedure?.code ?? '',
    serviceName: dossier.procedure?.name ?? '',
    govAgencyCode: dossier.competentAgency?.code ?? '',
    govAgencyName: dossier.competentAgency?.name ?? '',
    dossierName: dossier.subject ?? '',
    applicantNote: dossier.note ?? '',
  };
}

function dayText(day: string | undefined): string {
  return day === undefined ? '' : `${day.split('-').reverse().join('/')} 00:00:00`;
}
