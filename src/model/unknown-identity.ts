import { cleanText } from './text.ts';

/** What systems write where they do not know the number (hazard 17); compared without case. */
const unknownIdentities: readonly string[] = [
  'n/a',
  'na',
  'null',
  'undefined',
  'dinhkem',
  'dinhkemketqua',
  '-',
];

/** `000000001`, `000000000` and their like of any length. */
const zeros = /^0+1?$/;

/** Whether a number is a placeholder. People are never matched by one: it would make strangers the same person. */
export function isUnknownIdentity(number: string): boolean {
  const text = cleanText(number).toLowerCase();
  return text === '' || zeros.test(text) || unknownIdentities.includes(text);
}
