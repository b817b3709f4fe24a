/** The single calls a send is made of (formats 3.5); each may be repeated, for OpenCPS knows files and dossiers by referenceUid. */
import actionSchema from '../../../schemas/connectors/opencps/action.schema.json' with { type: 'json' };
import documentSchema from '../../../schemas/connectors/opencps/document.schema.json' with { type: 'json' };
import dossierSchema from '../../../schemas/connectors/opencps/dossier.schema.json' with { type: 'json' };
import fileSchema from '../../../schemas/connectors/opencps/file.schema.json' with { type: 'json' };
import informSchema from '../../../schemas/connectors/opencps/inform.schema.json' with { type: 'json' };
import paymentSchema from '../../../schemas/connectors/opencps/payment.schema.json' with { type: 'json' };
import type { Notebook, Step, StepResult } from '../../kit/connector.ts';
import { MappingGap } from '../../model/errors.ts';
import type { Attachment, Message } from '../../model/message.ts';
import { writeFile } from './attachment.ts';
import { writeDossier } from './dossier.ts';
import { epochText, type Form } from './form.ts';
import { judge } from './judge.ts';
import { isDone, type Located, located } from './look.ts';
import { payloadOf } from './payload.ts';
import { writePayment } from './payment.ts';
import { stripCopyPrefix } from './reference.ts';
import { actionCodeOf, type Saying, templateOf } from './saying.ts';

const base = '/o/rest/v2/dossiers';

/** Creates the dossier; repeated, it gives back the one that is there. */
export function dossierStep(saying: Saying): Step {
  const { referenceUid, headers, message } = saying;
  const transferred = message.kind === 'dossier.transferred' ? message.transfer.to : undefined;
  const dossier = { ...saying.dossier, ...(transferred && { competentAgency: transferred }) };
  const rest = { ...saying.extension.dossier, ...(transferred && { originality: '2' }) };
  const template = templateOf(saying);
  if (template === '')
    throw new MappingGap('dossierTemplateNo of the procedure is not configured (settings.templates)');
  const form: Record<string, string> = {
    ...writeDossier(dossier, { rest, shape: 'create', referenceUid }),
    dossierTemplateNo: template,
  };
  if (form['serviceCode'] === '' || form['govAgencyCode'] === '' || form['applicantName'] === '') {
    throw new MappingGap('procedure, agency or applicant of the dossier is not known');
  }
  return {
    name: 'dossier',
    schema: dossierSchema,
    request: () => ({ method: 'POST', path: base, headers, body: { form } }),
    judge: (response) => judge(response, (answer) => sameDossier(answer, referenceUid)),
  };
}

function sameDossier(answer: Record<string, unknown>, referenceUid: string): StepResult {
  const dossierId = Number(answer['dossierId'] ?? 0);
  const isOurs = stripCopyPrefix(String(answer['referenceUid'] ?? '')) === referenceUid;
  if (!(dossierId > 0 && isOurs)) return { outcome: 'ambiguous', reason: 'other-dossier-answered' };
  return { outcome: 'delivered', note: { dossierId } satisfies Located };
}

/** Tells the portal that the dossier was accepted, with its number. */
export function informStep({ referenceUid, dossier, extension, headers }: Saying): Step {
  const form = {
    referenceUid,
    dossierNo: dossier.code ?? '',
    receiveDate: epochText(dossier.receivedAt),
    dueDate: epochText(dossier.dueAt ?? dossier.appointedAt),
    dvcqgIntegration: extension.dossier?.['dvcqgIntegration'] ?? 'false',
  };
  const path = `${base}/inform/${encodeURIComponent(referenceUid)}`;
  return {
    name: 'inform',
    schema: informSchema,
    request: () => ({ method: 'PUT', path, headers, body: { form } }),
    judge: (response) => judge(response),
  };
}

/** One attachment: a file, a paper of the system, data of an e-form, or the removal of a file. */
export function attachmentStep(saying: Saying, attachment: Attachment): Step | null {
  const { headers, toPortal, extension } = saying;
  const rest = extension.files?.[attachment.id] ?? {};
  const id = encodeURIComponent(attachment.id);
  const judgeIt = { judge: (response: Parameters<Step['judge']>[0]) => judge(response) };
  if (attachment.removed === true) {
    const path = (notebook: Notebook) => `${base}/${located(notebook, saying)}/files/${id}`;
    return {
      name: `file-removal:${attachment.id}`,
      request: (notebook) => ({ method: 'DELETE', path: path(notebook), headers }),
      ...judgeIt,
    };
  }
  if (attachment.file === undefined) return withoutFile(saying, attachment);
  const file = { field: 'file', attachment };
  const isDocument = toPortal && (attachment.role === 'document' || attachment.role === 'receipt');
  const fields = isDocument
    ? documentFields(attachment, rest)
    : writeFile(attachment, { rest, template: templateOf(saying) });
  const path = (notebook: Notebook) =>
    isDocument
      ? `/o/rest/v2_1/dossiers/${encodeURIComponent(saying.referenceUid)}/documents`
      : `${base}/${located(notebook, saying)}/files`;
  return {
    name: `${isDocument ? 'document' : 'file'}:${attachment.id}`,
    schema: isDocument ? documentSchema : fileSchema,
    request: (notebook) => ({
      method: 'POST',
      path: path(notebook),
      headers,
      body: { multipart: { fields, file } },
    }),
    ...judgeIt,
  };
}

function documentFields(attachment: Attachment, rest: Form): Record<string, string> {
  return {
    referenceUid: attachment.id,
    documentType: rest['documentType'] ?? '',
    documentName: attachment.name ?? attachment.fileName ?? '',
    documentCode: rest['documentCode'] ?? '',
  };
}

/** Data without a file is an e-form; bytes that lie elsewhere cannot be said; a paper is told by its mark. */
function withoutFile(saying: Saying, { id, data, url, component }: Attachment): Step | null {
  if (url !== undefined) throw new MappingGap('an attachment is only a link; OpenCPS takes files');
  if (data === undefined) return null;
  const partNo = encodeURIComponent(component?.code ?? id);
  return {
    name: `eform:${id}`,
    request: (notebook) => ({
      method: 'POST',
      path: `${base}/${located(notebook, saying)}/eforms/${partNo}`,
      headers: saying.headers,
      body: { form: { formData: data } },
    }),
    judge: (response) => judge(response),
  };
}

/** What the officer found, once per part of the dossier. */
export function markSteps(saying: Saying): Step[] {
  const { message, headers } = saying;
  const papers = (message.dossier.attachments ?? []).filter(
    ({ check, file, data, removed }) => check !== undefined || (!file && !data && !removed),
  );
  const parts = new Map(papers.map((each) => [each.component?.code ?? each.id, each.check]));
  return [...parts].map(([part, check]) => ({
    name: `mark:${part}`,
    request: (notebook) => ({
      method: 'POST',
      path: `${base}/${located(notebook, saying)}/marks/${encodeURIComponent(part)}`,
      headers,
      body: {
        form: {
          fileMark: check?.mark ?? '0',
          fileCheck: check?.checked ?? '0',
          fileComment: check?.comment ?? '',
        },
      },
    }),
    judge: (response) => judge(response),
  }));
}

/** The payment of the message; a submission passes on the form its source sent along. */
export function paymentSteps(saying: Saying): Step[] {
  const form = paymentForm(saying);
  if (form === undefined) return [];
  return [
    {
      name: 'payment',
      schema: paymentSchema,
      request: (notebook) => ({
        method: 'POST',
        path: `${base}/${located(notebook, saying)}/payment`,
        headers: saying.headers,
        body: { form },
      }),
      judge: (response) => judge(response),
    },
  ];
}

function paymentForm(saying: Saying): Record<string, string> | undefined {
  const { message, extension, dossier, settings } = saying;
  const rest = extension.payment ?? {};
  const paymentStatus =
    rest['paymentStatus'] ?? (message.kind === 'payment.confirmed' ? settings.paidStatus : '1');
  if (!('payment' in message)) return extension.payment && { ...extension.payment };
  const who = {
    govAgencyCode: dossier.competentAgency?.code ?? '',
    govAgencyName: dossier.competentAgency?.name ?? '',
    applicantName: dossier.applicant?.name ?? '',
    applicantIdNo: dossier.applicant?.identity?.number ?? '',
  };
  return writePayment(message.payment, { rest, who, paymentStatus });
}

/** The action itself; OpenCPS runs it again when it is repeated, so it is left out where the look shows it done. */
export function actionStep(saying: Saying): Step {
  const { message, extension, headers } = saying;
  const { action = {} } = extension;
  const form = {
    actionCode: actionCodeOf(saying),
    actionUser: message.officer?.name ?? '',
    actionNote: noteOf(message),
    payload: JSON.stringify(payloadOf(saying)),
    ...Object.fromEntries(
      ['assignUsers', 'security', 'payment', 'createDossiers'].flatMap((name) =>
        typeof action[name] === 'string' ? [[name, action[name]]] : [],
      ),
    ),
  };
  return {
    name: 'action',
    schema: actionSchema,
    request: (notebook) =>
      isDone(notebook, { code: form.actionCode, note: form.actionNote, since: message.occurredAt })
        ? null
        : { method: 'POST', path: `${base}/${located(notebook, saying)}/actions`, headers, body: { form } },
    judge: (response) => judge(response),
  };
}

function noteOf(message: Message): string {
  if (message.kind === 'supplement.requested') return message.supplement.reason;
  if (message.kind === 'dossier.withdrawn') return message.reason ?? message.note ?? '';
  return message.note ?? message.status?.reason ?? '';
}
