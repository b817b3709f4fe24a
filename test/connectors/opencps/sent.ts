import type { DossierView } from '../../../src/kit/connector.ts';
import type { Message } from '../../../src/model/message.ts';
import type { SentFixture } from '../conformance.ts';
import { attachment, dossier, dossierRest, fileFields, fileRest, form, uid } from './fixtures.ts';

const headers = { groupId: '55301', Accept: 'application/json' };
const base = '/o/rest/v2/dossiers';
const occurredAt = '2026-11-18T10:05:00+07:00';
const submittedAt = '2026-11-17T21:33:00+07:00';
const view: DossierView = { dossier, status: { state: 'submitted' }, statusAt: submittedAt };
const notebook = { dossier: { dossierId: 905470 }, find: { dossierId: 905470 } };
const known: Message['dossier'] = { ids: dossier.ids };

/** The form as the real client sends it, but with empty text where it writes `null`. */
const posted = {
  ...Object.fromEntries(
    Object.entries(form('post_dossier.form.json')).map(([name, value]) => [
      name,
      value === 'null' ? '' : value,
    ]),
  ),
};

type Step = SentFixture['steps'][number];

const look = (name = 'look'): Step => ({ name, wire: { method: 'GET', path: `${base}/${uid}`, headers } });

function action(fields: Record<string, string>): Step {
  const body = { form: { actionUser: '', actionNote: '', ...fields } };
  return {
    name: 'action',
    wire: { method: 'POST', path: `${base}/905470/actions`, headers, body },
    notebook,
  };
}

const upload: Step = {
  name: 'file:f-8d0c7d1a',
  notebook,
  wire: {
    method: 'POST',
    path: `${base}/905470/files`,
    headers,
    body: { multipart: { fields: fileFields, file: { field: 'file', attachment } } },
  },
};

const extensions = { opencps: { dossier: dossierRest, files: { [attachment.id]: fileRest } } };
const submitDate = 1794925980000;

/** A follow-up of one action. */
function followUp(
  name: string,
  { message, code, note = '' }: { message: Message; code: string; note?: string },
): SentFixture {
  return {
    name,
    message,
    dossier: view,
    steps: [look(), action({ actionCode: code, actionNote: note, payload: '{}' })],
  };
}

function payment(fields: Record<string, string>): Step {
  const body = {
    form: {
      ...{
        epaymentProfile: '{}',
        bankInfo: '',
        invoiceTemplateNo: '',
        confirmFileEntryId: '0',
        einvoice: '',
      },
      ...{ advanceAmount: '0', serviceAmount: '0', shipAmount: '0', feeAmount: '8000' },
      ...{ govAgencyCode: 'H55.31.07', govAgencyName: 'Ủy ban nhân dân phường Phan Đình Phùng' },
      ...{ applicantName: 'Nguyễn Thị Hoài Thương', applicantIdNo: '019190990001' },
      ...{
        referenceUid: 'p-1',
        paymentFee: 'Lệ phí',
        paymentAmount: '8000',
        paymentNote: 'Lệ phí',
        paymentMethod: '',
      },
      ...fields,
    },
  };
  return {
    name: 'payment',
    wire: { method: 'POST', path: `${base}/905470/payment`, headers, body },
    notebook,
  };
}

const fee = { id: 'p-1', amount: 8000, purpose: 'Lệ phí' };

export const sent: readonly SentFixture[] = [
  {
    name: 'a submission to a one-stop',
    message: {
      kind: 'dossier.submitted',
      occurredAt: submittedAt,
      dossier: {
        ...dossier,
        submittedAt,
        attachments: [{ ...attachment, check: { mark: '1', checked: '1' } }],
      },
      extensions,
    },
    steps: [
      {
        name: 'dossier',
        wire: {
          method: 'POST',
          path: base,
          headers,
          body: { form: { ...posted, submitDate: String(submitDate) } },
        },
      },
      {
        ...upload,
        wire: {
          ...upload.wire,
          method: 'POST',
          path: `${base}/905470/files`,
          body: {
            multipart: {
              fields: fileFields,
              file: { field: 'file', attachment: { ...attachment, check: { mark: '1', checked: '1' } } },
            },
          },
        },
      },
      {
        name: 'mark:TP01',
        notebook,
        wire: {
          method: 'POST',
          path: `${base}/905470/marks/TP01`,
          headers,
          body: { form: { fileMark: '1', fileCheck: '1', fileComment: '' } },
        },
      },
      look(),
      action({
        actionCode: '1100',
        payload: `{"dossierFiles":[{"referenceUid":"f-8d0c7d1a"}],"submitDate":${submitDate}}`,
      }),
    ],
  },
  {
    name: 'a supplement with a file',
    message: {
      kind: 'supplement.provided',
      occurredAt,
      dossier: { ...known, attachments: [attachment] },
      extensions,
    },
    dossier: view,
    steps: [
      look('find'),
      upload,
      look(),
      action({ actionCode: '1150', payload: '{"dossierFiles":[{"referenceUid":"f-8d0c7d1a"}]}' }),
    ],
  },
  followUp('a withdrawal', {
    message: { kind: 'dossier.withdrawn', occurredAt, dossier: known, reason: 'Xin rút' },
    ...{ code: '1180', note: 'Xin rút' },
  }),
  followUp('a status', {
    message: {
      kind: 'dossier.status-changed',
      occurredAt,
      dossier: known,
      status: { state: 'suspended', reason: 'Chờ' },
    },
    ...{ code: '1500', note: 'Chờ' },
  }),
  followUp('a step of the process', {
    message: { kind: 'dossier.progressed', occurredAt, dossier: known, step: { name: 'Thẩm định' } },
    code: '1195',
  }),
  followUp('a supplement request', {
    message: {
      kind: 'supplement.requested',
      occurredAt,
      dossier: known,
      supplement: { reason: 'Thiếu bản sao' },
    },
    ...{ code: '1300', note: 'Thiếu bản sao' },
  }),
  followUp('a result', {
    message: { kind: 'result.issued', occurredAt, dossier: known, result: {} },
    code: '1700',
  }),
  {
    name: 'a payment request',
    message: { kind: 'payment.requested', occurredAt, dossier: known, payment: fee },
    dossier: view,
    steps: [
      look('find'),
      payment({ paymentStatus: '1' }),
      look(),
      action({ actionCode: '1400', payload: '{}' }),
    ],
  },
  {
    name: 'a payment confirmation',
    message: { kind: 'payment.confirmed', occurredAt, dossier: known, payment: fee },
    dossier: view,
    steps: [
      look('find'),
      payment({ paymentStatus: '5' }),
      look(),
      action({ actionCode: '1190', payload: '{}' }),
    ],
  },
  {
    name: 'a transfer to another agency',
    message: {
      kind: 'dossier.transferred',
      occurredAt,
      dossier: known,
      transfer: { to: { code: 'H55.05' } },
      extensions,
    },
    dossier: view,
    steps: [
      {
        name: 'dossier',
        wire: {
          method: 'POST',
          path: base,
          headers,
          body: { form: { ...posted, govAgencyCode: 'H55.05', govAgencyName: '', originality: '2' } },
        },
      },
      look(),
      action({
        actionCode: '1600',
        payload: JSON.stringify({
          crossDossier: {
            serviceCode: '1.001193.000.00.00.H55',
            dossierTemplateNo: 'KHAISINH_TN',
            govAgencyCode: 'H55.05',
          },
        }),
      }),
    ],
  },
];
