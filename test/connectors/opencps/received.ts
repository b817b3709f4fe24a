import type { ReceivedFixture } from '../conformance.ts';
import {
  attachment,
  dossier,
  dossierNo,
  dossierRest,
  fileFields,
  fileRest,
  form,
  receivedAt,
  stored,
  uid,
} from './fixtures.ts';

const params = { id: '905470' };
const submittedAt = '2026-11-17T21:33:00+07:00';
const acceptedAt = '2026-11-18T08:30:15+07:00';
const dueAt = '2026-11-19T17:00:00+07:00';
const known = [
  { scheme: 'opencps.reference-uid', value: uid },
  { scheme: 'dossier-code', value: dossierNo },
];

const upload = { name: 'file', door: 'file', params, key: uid, body: fileFields, files: [stored] };
const payload = { submitDate: 1794925980000 };

/** What the sync client would send for the calls of a send, read by our own doors. */
const readBack: NonNullable<ReceivedFixture['readBack']> = (request, step) => {
  const [name = ''] = step.split(':');
  if (name === 'look' || name === 'find' || request.body === undefined) return null;
  const body =
    'form' in request.body
      ? request.body.form
      : 'multipart' in request.body
        ? request.body.multipart.fields
        : {};
  const files = 'multipart' in request.body && request.body.multipart.file ? [stored] : [];
  const partNo = request.path.split('/').at(-1) ?? '';
  return { name, door: name, params: { id: uid, partNo, referenceUid: uid }, body, files, receivedAt };
};

const submission: ReceivedFixture = {
  name: 'a submission: dossier, file, mark, payment, action',
  door: 'action',
  params,
  key: uid,
  receivedAt,
  before: [
    { name: 'dossier', door: 'dossier', body: form('post_dossier.form.json') },
    upload,
    {
      name: 'mark',
      door: 'mark',
      params: { ...params, partNo: 'TP01' },
      key: uid,
      body: form('dossier_mark.form.json'),
    },
    { name: 'payment', door: 'payment', params, key: uid, body: form('payment.form.json') },
  ],
  body: {
    actionCode: '1100',
    actionUser: 'Nguyễn Thị Hoài Thương',
    actionNote: 'null',
    payload: JSON.stringify(payload),
  },
  canonical: [
    {
      kind: 'dossier.submitted',
      occurredAt: submittedAt,
      dossier: {
        ...dossier,
        submittedAt,
        fees: [{ code: 'fee', name: 'Lệ phí cấp bản sao trích lục', amount: 8000 }],
        attachments: [
          { ...attachment, check: { mark: '1', checked: '1', comment: 'Đã đối chiếu bản chính' } },
        ],
      },
      officer: { name: 'Nguyễn Thị Hoài Thương' },
      extensions: {
        opencps: {
          dossier: dossierRest,
          files: { [attachment.id]: fileRest },
          payment: {
            referenceUid: 'p-77aa',
            govAgencyCode: 'H55.31.07',
            govAgencyName: 'Ủy ban nhân dân phường Phan Đình Phùng',
            applicantName: 'Nguyễn Thị Hoài Thương',
            applicantIdNo: '019190990001',
            paymentFee: 'Lệ phí cấp bản sao trích lục',
            paymentAmount: '8000',
            paymentNote: 'Lệ phí bản sao',
            epaymentProfile: '{}',
            feeAmount: '8000',
            paymentStatus: '1',
            confirmFileEntryId: '0',
            advanceAmount: '0',
            serviceAmount: '0',
            shipAmount: '0',
          },
          action: { actionCode: '1100', payload },
        },
      },
    },
  ],
  // The payload lists the files that came along; that is not the source's own word.
  lost: ['extensions.opencps.action.payload'],
  readBack,
};

const progress: ReceivedFixture = {
  name: 'an INFORM: file, document, action',
  door: 'action',
  params: { id: uid },
  receivedAt,
  before: [
    upload,
    {
      name: 'document',
      door: 'document',
      params: { id: uid },
      body: form('document_v21.form.json'),
      files: [stored],
    },
  ],
  body: form('action_inform.form.json'),
  canonical: [
    {
      kind: 'dossier.status-changed',
      occurredAt: receivedAt,
      dossier: {
        ids: known,
        code: dossierNo,
        submittedAt,
        receivedAt: acceptedAt,
        dueAt,
        attachments: [
          attachment,
          {
            id: 'd-1',
            role: 'document',
            name: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
            fileName: 'to-khai.pdf',
            mediaType: 'application/pdf',
            sizeBytes: stored.sizeBytes,
            sha256: stored.sha256,
            file: stored.file,
          },
        ],
      },
      officer: { name: 'Trần Đức Lâm' },
      note: 'Hồ sơ hợp lệ, chuyển thẩm định',
      status: { state: 'in-progress', source: { code: '1200' } },
      extensions: {
        opencps: {
          files: { [attachment.id]: fileRest, 'd-1': { documentType: 'GIAYHEN', documentCode: 'TN-0007' } },
          action: {
            actionCode: '1200',
            payload: {
              dossierFiles: [{ referenceUid: 'f-8d0c7d1a' }],
              dossierDocuments: [{ referenceUid: 'd-1' }],
              dossierNo,
              dossierNote: '',
              submitDate: 1794925980000,
              receiveDate: 1794965415000,
              dueDate: 1795082400000,
            },
          },
        },
      },
    },
  ],
  // A one-stop has no door for documents: to it they are files like others.
  lost: ['dossier.attachments.role', 'extensions.opencps.files', 'extensions.opencps.action.payload'],
};

const inform: ReceivedFixture = {
  name: 'inform',
  door: 'inform',
  params: { referenceUid: uid },
  body: form('inform_dossier.form.json'),
  receivedAt,
  canonical: [
    {
      kind: 'dossier.status-changed',
      occurredAt: acceptedAt,
      dossier: { ids: known, code: dossierNo, receivedAt: acceptedAt, dueAt },
      status: { state: 'accepted' },
      extensions: { opencps: { dossier: { dvcqgIntegration: 'false' } } },
    },
  ],
  lost: [],
};

const { dossierTemplateNo, password, viaPostal, originality, vnpostalStatus, fromViaPostal } = dossierRest;
const zero = '0';

const publish: ReceivedFixture = {
  name: 'a published copy',
  door: 'publish',
  body: form('publish_dossier.form.json'),
  receivedAt,
  canonical: [
    {
      kind: 'dossier.status-changed',
      occurredAt: '2026-11-18T10:05:00+07:00',
      dossier: {
        ...dossier,
        ids: known,
        code: dossierNo,
        representative: {
          ...dossier.representative,
          identity: { type: 'personal-id', number: '019190990001' },
          address: { line: 'Tổ 5', units: dossier.applicant?.address?.units ?? [] },
        },
        submittedAt,
        receivedAt: acceptedAt,
        dueAt,
      },
      status: { state: 'in-progress', source: { code: 'processing', text: 'Đang xử lý' } },
      extensions: {
        opencps: {
          dossier: {
            ...{ dossierTemplateNo, password, viaPostal, originality, vnpostalStatus, fromViaPostal },
            ...{ dossierActionId: zero, createDate: '1794925980000', modifiedDate: '1794971100000' },
            submissionNote: form('publish_dossier.form.json')['submissionNote'],
            ...{
              counter: '7',
              processNo: 'KHAISINH_TN',
              durationCount: '1.0',
              durationUnit: zero,
              sampleCount: '1',
            },
            ...{ cancellingDate: zero, endorsementDate: zero, extendDate: zero, processDate: zero },
            correctingDate: zero,
          },
        },
      },
    },
  ],
  lost: [],
};

const transfer: ReceivedFixture = {
  name: 'a transfer',
  door: 'action',
  params: { id: uid },
  receivedAt,
  body: form('action_cross_dossier.form.json'),
  canonical: [
    {
      kind: 'dossier.transferred',
      occurredAt: receivedAt,
      dossier: {
        ids: [{ scheme: 'opencps.reference-uid', value: uid }],
        submittedAt: '2026-11-18T10:05:00+07:00',
      },
      officer: { name: 'Lê Thu Hà' },
      note: 'Gửi liên thông',
      transfer: { to: { code: 'H55.05' } },
      extensions: {
        opencps: {
          action: {
            actionCode: '1600',
            assignUsers: '[{"userId": 20301, "assigned": 1}]',
            payload: {
              crossDossier: {
                serviceCode: '1.001193.000.00.00.H55',
                govAgencyCode: 'H55.05',
                dossierTemplateNo: 'KHAISINH_TN',
              },
              submitDate: 1794971100000,
            },
          },
        },
      },
    },
  ],
  lost: [],
};

const supplement: ReceivedFixture = {
  name: 'a supplement with every other kind of part',
  door: 'action',
  params,
  key: uid,
  receivedAt,
  before: [
    upload,
    {
      name: 'c',
      door: 'file-change',
      params: { ...params, fileUid: 'f-8d0c7d1a' },
      key: uid,
      body: { displayName: 'Tờ khai đã sửa' },
    },
    { name: 'r', door: 'file-removal', params: { ...params, fileUid: 'f-old' }, key: uid, body: undefined },
    {
      name: 'e',
      door: 'eform',
      params: { ...params, partNo: 'TP09' },
      key: uid,
      body: { formData: '{"con":1}' },
    },
    {
      name: 'p',
      door: 'payment-confirmation',
      params: { ...params, paymentUid: 'p-77aa' },
      key: uid,
      body: {},
    },
    { name: 'q', door: 'payment-confirmations', params, key: uid, body: { referenceUid: 'p-78' } },
  ],
  body: { actionCode: '1150', actionUser: 'null', actionNote: '', payload: '' },
  canonical: [
    {
      kind: 'supplement.provided',
      occurredAt: receivedAt,
      dossier: {
        ids: [{ scheme: 'opencps.reference-uid', value: uid }],
        attachments: [
          { ...attachment, name: 'Tờ khai đã sửa' },
          { id: 'receipt-p-77aa', role: 'document' },
          { id: 'receipt-p-78', role: 'document' },
          { id: 'f-old', removed: true },
          { id: 'eform-TP09', role: 'form', component: { code: 'TP09' }, data: '{"con":1}' },
        ],
      },
      extensions: {
        opencps: {
          files: {
            [attachment.id]: fileRest,
            'receipt-p-77aa': { documentType: 'PAYMENT_RECEIPT' },
            'receipt-p-78': { documentType: 'PAYMENT_RECEIPT' },
          },
          action: { actionCode: '1150' },
        },
      },
    },
  ],
  lost: ['dossier.attachments.role', 'extensions.opencps.files'],
};

export const received: readonly ReceivedFixture[] = [
  submission,
  progress,
  inform,
  publish,
  transfer,
  supplement,
];
