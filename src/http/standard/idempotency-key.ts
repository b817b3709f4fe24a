import type { Request } from 'express';
import { MalformedBody } from '../../model/errors.ts';
import { error } from '../../model/finding.ts';

const form = /^[\x21-\x7e]{1,200}$/;

const wrong = {
  code: 'key.form',
  vi: 'Idempotency-Key phải có 1 đến 200 ký tự ASCII, không có dấu cách',
  en: 'The Idempotency-Key must be 1 to 200 visible ASCII characters',
};

/** The header as it stands; throws `MalformedBody` for one that cannot be kept. */
export function idempotencyKey(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined || form.test(key)) return key;
  throw new MalformedBody('unusable Idempotency-Key', { findings: [error(wrong, '')] });
}
