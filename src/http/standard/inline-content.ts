/** Attachments sent inside a message become stored files before the message is accepted. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { error, type Fault, type Finding } from '../../model/finding.ts';
import type { Attachment, Message } from '../../model/message.ts';
import type { Needs } from '../needs.ts';

const faults = {
  base64: {
    code: 'attachment.base64',
    vi: 'Nội dung tệp không phải là base64',
    en: 'The content of the file is not base64',
  },
  large: {
    code: 'attachment.inline-size',
    vi: 'Tệp gửi kèm trong thông điệp quá lớn, hãy tải tệp lên riêng',
    en: 'The file inside the message is too large; upload it on its own',
  },
  two: {
    code: 'attachment.two-sources',
    vi: 'Chỉ gửi một trong content, file, url',
    en: 'Send only one of content, file and url',
  },
  size: {
    code: 'attachment.size-differs',
    vi: 'Kích thước tệp khác với sizeBytes',
    en: 'The size of the content differs from sizeBytes',
  },
  hash: {
    code: 'attachment.sha256-differs',
    vi: 'Mã băm của tệp khác với sha256',
    en: 'The hash of the content differs from sha256',
  },
} satisfies Record<string, Fault>;

/** What is wrong with the contents inside this message; nothing is stored yet. */
export function checkContents(message: Message, inlineBytes: number): Finding[] {
  return attachmentsOf(message).flatMap((attachment, index) => {
    const found = contentFaults(attachment, inlineBytes);
    return found.map(({ fault, field }) => error(fault, `/dossier/attachments/${index}/${field}`));
  });
}

/** The message with each `content` stored and replaced by `file`, `sizeBytes` and `sha256`. Check it first. */
export async function storeContents(
  message: Message,
  store: { needs: Needs; systemId: string; inlineBytes: number },
): Promise<Message> {
  const attachments = attachmentsOf(message);
  if (attachments.every(({ content }) => content === undefined)) return message;
  const stored: Attachment[] = [];
  for (const attachment of attachments) stored.push(await storeContent(attachment, store));
  return { ...message, dossier: { ...message.dossier, attachments: stored } };
}

async function storeContent(
  attachment: Attachment,
  { needs, systemId, inlineBytes }: { needs: Needs; systemId: string; inlineBytes: number },
): Promise<Attachment> {
  const { content, ...rest } = attachment;
  if (content === undefined) return attachment;
  const { fileName, mediaType } = attachment;
  const meta = { ...(fileName !== undefined && { fileName }), ...(mediaType !== undefined && { mediaType }) };
  const bytes = Readable.from([Buffer.from(content, 'base64')]);
  const { file, sizeBytes, sha256 } = await needs.storeFile(systemId, meta, bytes, inlineBytes);
  return { ...rest, file, sizeBytes, sha256 };
}

function contentFaults(attachment: Attachment, inlineBytes: number): { fault: Fault; field: string }[] {
  const { content, file, url, sizeBytes, sha256 } = attachment;
  if (content === undefined) return [];
  if (!isBase64(content)) return [{ fault: faults.base64, field: 'content' }];
  const bytes = Buffer.from(content, 'base64');
  const found: { fault: Fault; field: string }[] = [];
  if (bytes.length > inlineBytes) found.push({ fault: faults.large, field: 'content' });
  if (file !== undefined || url !== undefined) found.push({ fault: faults.two, field: 'content' });
  if (sizeBytes !== undefined && sizeBytes !== bytes.length)
    found.push({ fault: faults.size, field: 'sizeBytes' });
  if (sha256 !== undefined && sha256 !== createHash('sha256').update(bytes).digest('hex'))
    found.push({ fault: faults.hash, field: 'sha256' });
  return found;
}

/** Canonical base64 only: decoding and encoding again gives the same text. */
function isBase64(content: string): boolean {
  return content.length % 4 === 0 && Buffer.from(content, 'base64').toString('base64') === content;
}

function attachmentsOf(message: Message): readonly Attachment[] {
  return message.dossier.attachments ?? [];
}
