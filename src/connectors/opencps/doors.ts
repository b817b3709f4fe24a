/** The doors of an OpenCPS server, as far as its sync client calls them (formats 3.2). */

import actionSchema from '../../../schemas/connectors/opencps/action.schema.json' with { type: 'json' };
import documentSchema from '../../../schemas/connectors/opencps/document.schema.json' with { type: 'json' };
import dossierSchema from '../../../schemas/connectors/opencps/dossier.schema.json' with { type: 'json' };
import eformSchema from '../../../schemas/connectors/opencps/eform.schema.json' with { type: 'json' };
import fileSchema from '../../../schemas/connectors/opencps/file.schema.json' with { type: 'json' };
import changeSchema from '../../../schemas/connectors/opencps/file-change.schema.json' with { type: 'json' };
import informSchema from '../../../schemas/connectors/opencps/inform.schema.json' with { type: 'json' };
import markSchema from '../../../schemas/connectors/opencps/mark.schema.json' with { type: 'json' };
import paymentSchema from '../../../schemas/connectors/opencps/payment.schema.json' with { type: 'json' };
import confirmationSchema from '../../../schemas/connectors/opencps/payment-confirmation.schema.json' with {
  type: 'json',
};
import publishSchema from '../../../schemas/connectors/opencps/publish.schema.json' with { type: 'json' };
import type { Door, DoorReceipt, DoorRequest, Reading, WireAnswer } from '../../kit/connector.ts';
import { InvalidMessage, NotFound } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import { error } from '../../model/finding.ts';
import { readAction } from './action.ts';
import { created, detailOf, ok, refuse } from './answer.ts';
import { formOf } from './form.ts';
import type { Piece } from './gather.ts';
import { readInform, readPublish } from './publish.ts';
import { stripCopyPrefix } from './reference.ts';

const base = '/o/rest/v2/dossiers';

const noReference: Finding = {
  level: 'error',
  code: 'reference-missing',
  path: '/referenceUid',
  text: { vi: 'Thiếu mã tham chiếu của hồ sơ.', en: 'The reference of the dossier is missing.' },
};

/** POST /dossiers: the first part; its number is what the client files the others under. */
const create: Door = {
  ...{ name: 'dossier', method: 'POST', path: base, body: 'form', schema: dossierSchema },
  read(request) {
    const form = formOf(request.body);
    const assembly = stripCopyPrefix(form['referenceUid'] ?? '');
    if (assembly === '')
      throw new InvalidMessage('a dossier needs its referenceUid', { findings: [noReference] });
    return fragment(assembly, { part: 'dossier', data: { type: 'dossier', form } });
  },
  answer: ({ number }, request) => ok(created(formOf(request.body), number)),
};

const upload: Door = {
  ...{ name: 'file', method: 'POST', path: `${base}/:id/files`, reference: 'id', body: 'multipart' },
  schema: fileSchema,
  read(request) {
    const form = formOf(request.body);
    const id = form['referenceUid'] ?? '';
    return fragment(keyOf(request), {
      part: `file:${id}`,
      data: { type: 'file', id, form, ...fileOf(request) },
    });
  },
  answer: echo,
};

const changeFile: Door = {
  ...{ name: 'file-change', method: 'PUT', path: `${base}/:id/files/:fileUid`, reference: 'id' },
  ...{ body: 'multipart', schema: changeSchema },
  read(request) {
    const id = param(request, 'fileUid');
    const form = formOf(request.body);
    const data: Piece = { type: 'file', id, form, ...fileOf(request) };
    return fragment(keyOf(request), { part: `file-change:${id}`, data });
  },
  answer: echo,
};

const removeFile: Door = {
  ...{ name: 'file-removal', method: 'DELETE', path: `${base}/:id/files/:fileUid`, reference: 'id' },
  body: 'none',
  read(request) {
    const id = param(request, 'fileUid');
    return fragment(keyOf(request), { part: `file-removal:${id}`, data: { type: 'file-removal', id } });
  },
  answer: (receipt, request) =>
    ok({ dossierId: receipt.number ?? 0, referenceUid: param(request, 'fileUid') }),
};

const mark: Door = {
  ...{ name: 'mark', method: 'POST', path: `${base}/:id/marks/:partNo`, reference: 'id', body: 'form' },
  schema: markSchema,
  read(request) {
    const partNo = param(request, 'partNo');
    const data: Piece = { type: 'mark', partNo, form: formOf(request.body) };
    return fragment(keyOf(request), { part: `mark:${partNo}`, data });
  },
  answer: echo,
};

const eform: Door = {
  ...{ name: 'eform', method: 'POST', path: `${base}/:id/eforms/:partNo`, reference: 'id', body: 'form' },
  schema: eformSchema,
  read(request) {
    const partNo = param(request, 'partNo');
    const data: Piece = { type: 'eform', partNo, form: formOf(request.body) };
    return fragment(keyOf(request), { part: `eform:${partNo}`, data });
  },
  answer: echo,
};

const payment: Door = {
  ...{ name: 'payment', method: 'POST', path: `${base}/:id/payment`, reference: 'id', body: 'form' },
  schema: paymentSchema,
  read: (request) =>
    fragment(keyOf(request), { part: 'payment', data: { type: 'payment', form: formOf(request.body) } }),
  answer: echo,
};

/** The receipt of a payment; a document of the dossier, told with the action that follows. */
const confirmPayment: Door = {
  ...{ name: 'payment-confirmation', method: 'PUT', reference: 'id', body: 'multipart' },
  path: `${base}/:id/payments/:paymentUid/confirmfile`,
  schema: confirmationSchema,
  read: (request) => confirmation(request, param(request, 'paymentUid')),
  answer: echo,
};

/** The same under the path the sync client really calls, which the real server does not have. */
const confirmPayments: Door = {
  ...{ name: 'payment-confirmations', method: 'POST', reference: 'id', body: 'multipart' },
  path: `${base}/:id/payments/confirmfiles`,
  schema: confirmationSchema,
  read: (request) => confirmation(request, formOf(request.body)['referenceUid'] ?? 'payment'),
  answer: echo,
};

const document: Door = {
  ...{ name: 'document', method: 'POST', reference: 'id', body: 'multipart', schema: documentSchema },
  path: '/o/rest/v2_1/dossiers/:id/documents',
  read(request) {
    const form = formOf(request.body);
    const id = form['referenceUid'] ?? '';
    const data: Piece = { type: 'document', id, form, ...fileOf(request) };
    return fragment(keyOf(request), { part: `document:${id}`, data });
  },
  answer: echo,
};

const action: Door = {
  ...{ name: 'action', method: 'POST', path: `${base}/:id/actions`, reference: 'id', body: 'form' },
  schema: actionSchema,
  read(request) {
    const key = keyOf(request);
    return {
      type: 'closing',
      assembly: key,
      assemble: (fragments) => readAction(request, { key, fragments }),
    };
  },
  answer: (receipt, request) =>
    ok({ dossierId: receipt.number ?? 0, ...formOf(request.body), ...ids(receipt) }),
};

const inform: Door = {
  ...{ name: 'inform', method: 'PUT', path: `${base}/inform/:referenceUid`, reference: 'referenceUid' },
  ...{ body: 'form', schema: informSchema },
  read: (request) => ({ type: 'messages', messages: [readInform(request)] }),
  answer: echo,
};

const publish: Door = {
  ...{ name: 'publish', method: 'POST', path: `${base}/publish`, body: 'form', schema: publishSchema },
  read: (request) => ({ type: 'messages', messages: [readPublish(request)] }),
  answer: ({ number }, request) => ok(created(formOf(request.body), number)),
};

const detail: Door = {
  ...{ name: 'detail', method: 'GET', path: `${base}/:id`, reference: 'id', body: 'none' },
  read: (request) => ({ type: 'question', key: keyOf(request) }),
  answer({ dossier, number }, { system }) {
    if (dossier !== undefined) return ok(detailOf(dossier, { number, system }));
    return refuse({ status: 404, code: 'not-found', message: noDossier, findings: [] });
  },
};

/** `publish` and `inform` stand before the doors with a parameter in their place. */
export const doors: readonly Door[] = [
  ...[publish, inform, create, confirmPayments, confirmPayment],
  ...[upload, changeFile, removeFile, mark, eform, payment, document, action, detail],
];

const noDossier = 'Không có hồ sơ với khóa này / No Dossier exists with the key';

function fragment(assembly: string, { part, data }: { part: string; data: Piece }): Reading {
  return { type: 'fragment', assembly, part, data };
}

function confirmation(request: DoorRequest, paymentUid: string): Reading {
  const id = `receipt-${paymentUid}`;
  const form = { documentType: 'PAYMENT_RECEIPT', ...formOf(request.body) };
  const data: Piece = { type: 'document', id, form, ...fileOf(request) };
  return fragment(keyOf(request), { part: `document:${id}`, data });
}

function fileOf({ files }: DoorRequest): Pick<Extract<Piece, { type: 'file' }>, 'file'> {
  const [file] = files;
  return file === undefined ? {} : { file };
}

/** The caller's key of the dossier; its number means nothing where nobody gave it out. */
function keyOf(request: DoorRequest): string {
  const id = param(request, 'id');
  if (request.key !== undefined) return stripCopyPrefix(request.key);
  if (/^\d{1,18}$/.test(id)) throw new NotFound(noDossier);
  return stripCopyPrefix(id);
}

function param({ params }: DoorRequest, name: string): string {
  const value = params[name]?.trim() ?? '';
  if (value !== '' && value.length <= 128) return value;
  throw new InvalidMessage(`the path names no ${name}`, { findings: [error(faults.path, `/${name}`)] });
}

function echo(receipt: DoorReceipt, request: DoorRequest): WireAnswer {
  const { fileUid, referenceUid = fileUid ?? '' } = request.params;
  return ok({ dossierId: receipt.number ?? 0, referenceUid, ...formOf(request.body), ...ids(receipt) });
}

/** Our own receipts beside the dialect's words, for whoever looks for them. */
function ids({ receipts }: DoorReceipt): { exchangeIds?: string[] } {
  return receipts.length === 0 ? {} : { exchangeIds: receipts.map(({ exchangeId }) => exchangeId) };
}

const faults = {
  path: {
    code: 'opencps.path',
    vi: 'Đường dẫn thiếu mã hoặc mã quá dài',
    en: 'The path lacks an id or the id is too long',
  },
};
