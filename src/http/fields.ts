/** Small request bodies and query parameters, read field by field with every fault named. */
import { InvalidMessage } from '../model/errors.ts';
import { error, type Finding, pointerTo } from '../model/finding.ts';

export interface Fields {
  integer(name: string, range: { min: number; max: number; fallback: number }): number;
  text(name: string, range: { max: number; pattern?: RegExp }): string | undefined;
  required(name: string, range: { max: number; pattern?: RegExp }): string;
  /** Throws `InvalidMessage` when anything read so far, or a field nobody read, is wrong. */
  done(): void;
}

/** `value` must be an object; digits in texts count as integers, because query parameters have no other form. */
export function readFields(value: unknown): Fields {
  const findings: Finding[] = [];
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const given = new Map<string, unknown>(isObject ? Object.entries(value) : []);
  const wrong = (name: string, what: { vi: string; en: string }) =>
    findings.push(error({ code: 'field.invalid', ...what }, name === '' ? '' : pointerTo('', name)));
  if (!isObject) wrong('', { vi: 'Phải là một đối tượng JSON', en: 'Must be a JSON object' });

  const take = (name: string) => {
    const one = given.get(name);
    given.delete(name);
    return one;
  };
  const text: Fields['text'] = (name, { max, pattern }) => {
    const one = take(name);
    if (one === undefined) return undefined;
    if (typeof one === 'string' && one.length > 0 && one.length <= max && (pattern?.test(one) ?? true))
      return one;
    wrong(name, {
      vi: `Phải là chuỗi hợp lệ, tối đa ${max} ký tự`,
      en: `Must be a valid text of at most ${max}`,
    });
    return undefined;
  };

  return {
    text,
    required(name, range) {
      if (isObject && !given.has(name)) wrong(name, { vi: 'Thiếu trường này', en: 'The field is missing' });
      return text(name, range) ?? '';
    },
    integer(name, { min, max, fallback }) {
      const one = take(name);
      const number = typeof one === 'string' && /^\d{1,15}$/.test(one) ? Number(one) : one;
      if (number === undefined) return fallback;
      if (Number.isInteger(number) && Number(number) >= min && Number(number) <= max) return Number(number);
      wrong(name, {
        vi: `Phải là số nguyên từ ${min} đến ${max}`,
        en: `Must be an integer from ${min} to ${max}`,
      });
      return fallback;
    },
    done() {
      for (const name of given.keys())
        wrong(name, { vi: 'Không có trường này', en: 'There is no such field' });
      if (findings.length > 0) throw new InvalidMessage('fields are wrong', { findings });
    },
  };
}
