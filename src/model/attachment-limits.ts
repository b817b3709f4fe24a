import { error, type Fault, type Finding, pointerTo } from './finding.ts';
import { codePoints } from './text.ts';

/** How much one message may carry; every number is configuration. */
export interface AttachmentLimits {
  /** Attachments of one message. */
  count: number;
  /** Decoded size of one attachment sent inside the message. */
  inlineBytes: number;
  /** Size of one stored file. */
  fileBytes: number;
  fileNameCodePoints: number;
  /** Endings (lower case, no dot) of programs, which are no document in any procedure. */
  refusedEndings: readonly string[];
}

export const defaultAttachmentLimits: AttachmentLimits = {
  count: 500,
  inlineBytes: 20 * 1024 * 1024,
  fileBytes: 50 * 1024 * 1024,
  fileNameCodePoints: 255,
  refusedEndings: ['exe', 'dll', 'scr', 'msi', 'bat', 'cmd', 'ps1', 'vbs', 'js', 'jar', 'hta', 'lnk', 'sh'],
};

/** The parts of an attachment that limits speak of. */
interface Limited {
  fileName?: string;
  sizeBytes?: number;
  /** Base64. */
  content?: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const unsafeName = /[\u0000-\u001F\u007F/\\]|^\.{1,2}$/;

const faults = {
  count: { code: 'attachment.count', vi: 'Quá nhiều tệp đính kèm', en: 'There are too many attachments' },
  inline: {
    code: 'attachment.inline-size',
    vi: 'Tệp gửi kèm trong thông điệp quá lớn, hãy tải tệp lên riêng',
    en: 'The file inside the message is too large; upload it on its own',
  },
  size: { code: 'attachment.size', vi: 'Tệp đính kèm quá lớn', en: 'The attachment is too large' },
  base64: {
    code: 'attachment.base64',
    vi: 'Nội dung tệp không phải là base64',
    en: 'The content of the file is not base64',
  },
  nameLength: { code: 'attachment.name-length', vi: 'Tên tệp quá dài', en: 'The file name is too long' },
  name: {
    code: 'attachment.name',
    vi: 'Tên tệp chứa đường dẫn hoặc ký tự điều khiển',
    en: 'The file name contains a path or control characters',
  },
  program: {
    code: 'attachment.program',
    vi: 'Không nhận tệp chương trình',
    en: 'Programs are not accepted as attachments',
  },
} satisfies Record<string, Fault>;

/** Errors for a message's attachments that exceed the limits; `path` points to the list. */
export function checkAttachments(
  attachments: readonly Limited[],
  { limits, path = '' }: { limits: AttachmentLimits; path?: string },
): Finding[] {
  const tooMany = attachments.length > limits.count ? [error(faults.count, path)] : [];
  const each = attachments.slice(0, limits.count).flatMap((attachment, index) => {
    const at = pointerTo(path, index);
    return [...checkName(attachment.fileName, limits, at), ...checkSize(attachment, limits, at)];
  });
  return [...tooMany, ...each];
}

/** Decoded size of base64 text without decoding it; null when the text cannot be base64. Blanks and line breaks are let pass. */
export function base64Bytes(text: string): number | null {
  // Searched for a stranger, never matched as a whole: a pattern over 27 MB would exhaust the matcher's stack.
  const signs = text.replace(/\s+/g, '').replace(/={1,2}$/, '');
  if (/[^A-Za-z0-9+/_-]/.test(signs) || signs.length % 4 === 1) return null;
  return Math.floor((signs.length * 3) / 4);
}

function checkName(name: string | undefined, limits: AttachmentLimits, at: string): Finding[] {
  if (name === undefined) return [];
  const path = pointerTo(at, 'fileName');
  const findings: Finding[] = [];
  if (codePoints(name) > limits.fileNameCodePoints) findings.push(error(faults.nameLength, path));
  if (unsafeName.test(name.trim())) findings.push(error(faults.name, path));
  const ending = name.trim().split('.').slice(1).at(-1)?.toLowerCase() ?? '';
  if (limits.refusedEndings.includes(ending)) findings.push(error(faults.program, path));
  return findings;
}

function checkSize({ sizeBytes, content }: Limited, limits: AttachmentLimits, at: string): Finding[] {
  const findings: Finding[] = [];
  if ((sizeBytes ?? 0) > limits.fileBytes) findings.push(error(faults.size, pointerTo(at, 'sizeBytes')));
  if (content === undefined) return findings;
  const path = pointerTo(at, 'content');
  const bytes = base64Bytes(content);
  if (bytes === null) findings.push(error(faults.base64, path));
  if (bytes !== null && bytes > limits.inlineBytes) findings.push(error(faults.inline, path));
  return findings;
}
