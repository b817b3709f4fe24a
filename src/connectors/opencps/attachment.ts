/** Files, documents, e-forms and marks of a dossier, read from the requests that brought them (formats 3.6). */

import type { ReceivedFile } from '../../kit/connector.ts';
import type { Attachment } from '../../model/message.ts';
import { type Form, isTrue, known, unlessEmpty } from './form.ts';

interface Part {
  form: Form;
  file?: ReceivedFile;
}

/** One upload; `id` is the dialect's key of the file. */
export function readFile(
  { form, file }: Part,
  { id, isResult }: { id: string; isResult: boolean },
): Attachment {
  const part = form['dossierPartNo'];
  return known<Attachment>({
    id,
    role: roleOf(form, isResult),
    component: part === undefined ? undefined : known({ code: part, name: form['dossierPartName'] }),
    name: form['displayName'],
    ...storedFile(file),
    data: form['formData'],
    removed: isTrue(form['removed']) ? true : undefined,
  });
}

/** A paper the system itself made: receipt slip, appointment slip, request for supplement. */
export function readDocument({ form, file }: Part, id: string): Attachment {
  return known<Attachment>({ id, role: 'document', name: form['documentName'], ...storedFile(file) });
}

/** Data of an e-form that came without a file. */
export function readEform(partNo: string, form: Form): Attachment {
  return known<Attachment>({
    id: `eform-${partNo}`,
    role: 'form',
    component: { code: partNo },
    data: form['formData'],
  });
}

/** What the officer found; a client's bug writes the field's name where no comment was (formats 3.6). */
function readMark(form: Form): NonNullable<Attachment['check']> {
  const comment = form['fileComment'];
  return known({
    mark: form['fileMark'],
    checked: form['fileCheck'],
    comment: comment === 'fileComment' ? undefined : comment,
  });
}

/** The check on every attachment of its part; a paper nobody uploaded becomes an attachment without a file. */
export function withMark(attachments: readonly Attachment[], partNo: string, form: Form): Attachment[] {
  const check = unlessEmpty(readMark(form));
  if (check === undefined) return [...attachments];
  const isMeant = (attachment: Attachment) => attachment.component?.code === partNo;
  if (!attachments.some(isMeant)) {
    return [...attachments, { id: `mark-${partNo}`, role: 'input', component: { code: partNo }, check }];
  }
  return attachments.map((attachment) => (isMeant(attachment) ? { ...attachment, check } : attachment));
}

const claimedOfFile = [
  'referenceUid',
  'dossierPartNo',
  'dossierPartName',
  'displayName',
  'formData',
  'removed',
];

/** The upload's fields that canonical words do not hold. */
export function restOfFile(form: Form): Form {
  return Object.fromEntries(Object.entries(form).filter(([name]) => !claimedOfFile.includes(name)));
}

/** The fields of an upload as the real client sends them, without the bytes. */
export function writeFile(
  attachment: Attachment,
  { rest, template }: { rest: Form; template: string },
): Record<string, string> {
  return {
    referenceUid: attachment.id,
    modifiedDate: rest['modifiedDate'] ?? '0',
    dossierPartNo: attachment.component?.code ?? '',
    displayName: attachment.name ?? attachment.fileName ?? '',
    dossierTemplateNo: rest['dossierTemplateNo'] ?? template,
    fileTemplateNo: rest['fileTemplateNo'] ?? '',
    formData: attachment.data ?? '',
    fileType: rest['fileType'] ?? ending(attachment.fileName),
    isSync: 'true',
    removed: String(attachment.removed ?? false),
    eForm: rest['eForm'] ?? String(attachment.role === 'form'),
  };
}

function roleOf(form: Form, isResult: boolean): NonNullable<Attachment['role']> {
  if (isResult) return 'result';
  return isTrue(form['eForm']) ? 'form' : 'input';
}

function storedFile(file: ReceivedFile | undefined): Partial<Attachment> {
  if (file === undefined) return {};
  return known<Partial<Attachment>>({
    fileName: file.fileName,
    mediaType: file.mediaType,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    file: file.file,
  });
}

function ending(fileName: string | undefined): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(fileName ?? '')?.[1]?.toLowerCase() ?? '';
}
