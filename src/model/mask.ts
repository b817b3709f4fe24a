import { cleanText } from './text.ts';

/** An identity number as logs may show it: `019*******21` (rules 7.3). */
export function maskIdentity(number: string): string {
  return maskMiddle(number, { head: 3, tail: 2 });
}

/** A phone number as logs may show it: `09*****678` (rules 7.3). */
export function maskPhone(number: string): string {
  return maskMiddle(number, { head: 2, tail: 3 });
}

/** A name as logs may show it: its initials, `N. V. A.` (rules 7.3). */
export function maskName(name: string): string {
  const words = cleanText(name).split(' ').filter(Boolean);
  return words.map((word) => `${(Array.from(word)[0] ?? '').toUpperCase()}.`).join(' ');
}

/** Stars in the middle; nothing but stars when the shown ends would leave less than two fifths hidden. */
function maskMiddle(text: string, { head, tail }: { head: number; tail: number }): string {
  const signs = Array.from(text.trim());
  const hidden = signs.length - head - tail;
  if (hidden < (signs.length * 2) / 5) return '*'.repeat(signs.length);
  return signs.slice(0, head).join('') + '*'.repeat(hidden) + signs.slice(-tail).join('');
}
