import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Bytes, checkAttachments, defaultAttachmentLimits } from '../../src/model/attachment-limits.ts';

const limits = {
  ...defaultAttachmentLimits,
  count: 2,
  inlineBytes: 10,
  fileBytes: 100,
  fileNameCodePoints: 20,
};

function codes(...attachments: Parameters<typeof checkAttachments>[0]) {
  return checkAttachments(attachments, { limits, path: '/a' }).map(({ level, code, path }) => [
    level,
    code,
    path,
  ]);
}

test('what is within the limits passes', () => {
  expect(
    codes({ fileName: 'Đơn đề nghị.pdf', sizeBytes: 100 }, { content: Buffer.alloc(10).toString('base64') }),
  ).toEqual([]);
});

test.each([
  [{ sizeBytes: 101 }, 'attachment.size', '/a/0/sizeBytes'],
  [{ content: Buffer.alloc(11).toString('base64') }, 'attachment.inline-size', '/a/0/content'],
  [{ content: 'not base64!' }, 'attachment.base64', '/a/0/content'],
  [{ fileName: `${'ễ'.repeat(17)}.pdf` }, 'attachment.name-length', '/a/0/fileName'],
  [{ fileName: '../../etc/passwd' }, 'attachment.name', '/a/0/fileName'],
  [{ fileName: '..' }, 'attachment.name', '/a/0/fileName'],
  [{ fileName: 'a\\b.pdf' }, 'attachment.name', '/a/0/fileName'],
  [{ fileName: 'a\u0000.pdf' }, 'attachment.name', '/a/0/fileName'],
  [{ fileName: 'don.pdf.EXE ' }, 'attachment.program', '/a/0/fileName'],
])('%o is refused', (attachment, code, path) => {
  expect(codes(attachment)).toEqual([['error', code, path]]);
});

test('a name decomposed by a Mac counts as long as composed', () => {
  expect(codes({ fileName: `${'ễ'.repeat(16)}.pdf`.normalize('NFD') })).toEqual([]);
});

test('too many attachments are one finding, and the rest is not looked at', () => {
  expect(codes({}, {}, { sizeBytes: 1000 })).toEqual([['error', 'attachment.count', '/a']]);
});

test('20 MB fit inside a message by default', () => {
  const content = Buffer.alloc(20 * 1024 * 1024, 1).toString('base64');
  expect(checkAttachments([{ content }], { limits: defaultAttachmentLimits })).toEqual([]);
  expect(checkAttachments([{ content: `AAAA${content}` }], { limits: defaultAttachmentLimits })).toHaveLength(
    1,
  );
});

test('the decoded size is known without decoding, line breaks or not', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('base64', 'base64url'),
      (bytes, encoding) => {
        const text = Buffer.from(bytes).toString(encoding as 'base64');
        expect(base64Bytes(text)).toBe(bytes.length);
        expect(base64Bytes(text.replace(/.{76}/g, '$&\r\n'))).toBe(bytes.length);
      },
    ),
  );
  expect(base64Bytes('AAAAA')).toBeNull();
  expect(base64Bytes('AA=A')).toBeNull();
});

test('a hostile content is judged at once', () => {
  const started = performance.now();
  expect(base64Bytes(`${' '.repeat(2_000_000)}!`)).toBeNull();
  expect(performance.now() - started).toBeLessThan(2000);
});
