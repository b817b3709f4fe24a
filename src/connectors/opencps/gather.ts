/** The fragments of one assembly, put together in the order they came: a later word about a file wins. */
import type { Fragment, ReceivedFile } from '../../kit/connector.ts';
import type { Attachment } from '../../model/message.ts';
import { readDocument, readEform, readFile, restOfFile, withMark } from './attachment.ts';
import { type Form, known } from './form.ts';

/** What a door keeps of one request. */
export type Piece =
  | { type: 'dossier'; form: Form }
  | { type: 'file'; id: string; form: Form; file?: ReceivedFile }
  | { type: 'file-removal'; id: string }
  | { type: 'document'; id: string; form: Form; file?: ReceivedFile }
  | { type: 'eform'; partNo: string; form: Form }
  | { type: 'mark'; partNo: string; form: Form }
  | { type: 'payment'; form: Form };

export interface Pieces {
  dossier?: Form;
  payment?: Form;
  attachments: Attachment[];
  /** Fields of uploads that canonical words do not hold, by attachment id. */
  files: Record<string, Form>;
}

type Upload = Extract<Piece, { type: 'file' | 'document' }>;

/** `isResult` says which parts of this closing are results. */
export function gather(fragments: readonly Fragment[], isResult: (partNo: string) => boolean): Pieces {
  const pieces = inOrder(fragments);
  const uploads = uploadsOf(pieces);
  const read = uploads.map((upload) =>
    upload.type === 'document'
      ? readDocument(upload, upload.id)
      : readFile(upload, { id: upload.id, isResult: isResult(upload.form['dossierPartNo'] ?? '') }),
  );
  const eforms = pieces.flatMap((piece) =>
    piece.type === 'eform' ? [readEform(piece.partNo, piece.form)] : [],
  );
  const marked = pieces.reduce<Attachment[]>(
    (all, piece) => (piece.type === 'mark' ? withMark(all, piece.partNo, piece.form) : all),
    [...read, ...removalsOf(pieces, uploads), ...eforms],
  );
  return known<Pieces>({
    dossier: pieces.findLast((piece) => piece.type === 'dossier')?.form,
    payment: pieces.findLast((piece) => piece.type === 'payment')?.form,
    attachments: marked,
    files: Object.fromEntries(uploads.map(({ id, form, type }) => [id, restOf(type, form)])),
  });
}

function inOrder(fragments: readonly Fragment[]): Piece[] {
  return fragments
    .toSorted((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt))
    .map(({ data }) => data as Piece);
}

/** Each file once, its fields and bytes laid over each other; a removal takes what came before it. */
function uploadsOf(pieces: readonly Piece[]): Upload[] {
  const uploads = new Map<string, Upload>();
  for (const piece of pieces) {
    if (piece.type === 'file-removal') uploads.delete(piece.id);
    if (piece.type !== 'file' && piece.type !== 'document') continue;
    const before = uploads.get(piece.id);
    uploads.set(piece.id, { ...before, ...piece, form: { ...before?.form, ...piece.form } });
  }
  return [...uploads.values()];
}

/** Files of an earlier closing that are taken away now. */
function removalsOf(pieces: readonly Piece[], uploads: readonly Upload[]): Attachment[] {
  const kept = new Set(uploads.map(({ id }) => id));
  const gone = pieces.flatMap((piece) =>
    piece.type === 'file-removal' && !kept.has(piece.id) ? [piece.id] : [],
  );
  return [...new Set(gone)].map((id) => ({ id, removed: true }));
}

function restOf(type: Upload['type'], form: Form): Form {
  if (type === 'file') return restOfFile(form);
  const { referenceUid: _, documentName: __, ...rest } = form;
  return rest;
}
