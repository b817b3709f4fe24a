/** What ajv says, in words for people. Parameters come from the schema, never from the value. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { error, type Finding, pointerTo } from '../model/finding.ts';

interface Words {
  vi: string;
  en: string;
}

type Params = Readonly<Record<string, unknown>>;

/** A key may be anything a sender typed; more than this of it is not repeated in a pointer. */
const keyMaxLength = 64;

const words: Readonly<Record<string, (params: Params) => Words>> = {
  required: () => ({ vi: 'Thiếu trường bắt buộc', en: 'A required field is missing' }),
  type: ({ type }) => ({ vi: `Sai kiểu dữ liệu, phải là ${type}`, en: `Wrong type, must be ${type}` }),
  enum: ({ allowedValues }) => ({
    vi: `Giá trị phải là một trong: ${listed(allowedValues)}`,
    en: `Must be one of: ${listed(allowedValues)}`,
  }),
  const: ({ allowedValue }) => ({
    vi: `Giá trị phải là ${listed([allowedValue])}`,
    en: `Must be ${listed([allowedValue])}`,
  }),
  discriminator: () => ({
    vi: 'Trường phân loại thiếu hoặc có giá trị không được biết',
    en: 'The field that names the kind is missing or unknown',
  }),
  additionalProperties: unknownField,
  unevaluatedProperties: unknownField,
  propertyNames: () => ({ vi: 'Tên trường không hợp lệ', en: 'The name of the field is not allowed' }),
  pattern: () => ({ vi: 'Không đúng mẫu quy định', en: 'Does not match the required pattern' }),
  format: ({ format }) => ({ vi: `Không đúng định dạng ${format}`, en: `Not a valid ${format}` }),
  minLength: ({ limit }) => ({
    vi: `Phải có ít nhất ${limit} ký tự`,
    en: `Must have at least ${limit} characters`,
  }),
  maxLength: ({ limit }) => ({ vi: `Dài hơn ${limit} ký tự`, en: `Longer than ${limit} characters` }),
  minItems: ({ limit }) => ({
    vi: `Phải có ít nhất ${limit} phần tử`,
    en: `Must have at least ${limit} items`,
  }),
  maxItems: ({ limit }) => ({ vi: `Nhiều hơn ${limit} phần tử`, en: `More than ${limit} items` }),
  minimum: ({ limit }) => ({ vi: `Nhỏ hơn ${limit}`, en: `Less than ${limit}` }),
  maximum: ({ limit }) => ({ vi: `Lớn hơn ${limit}`, en: `Greater than ${limit}` }),
  oneOf: noForm,
  anyOf: noForm,
};

/** Findings without doubles and without what only follows from another error. */
export function toFindings(errors: readonly ErrorObject[]): Finding[] {
  const kept = withoutEchoes(errors);
  // Whatever is left out, a value that does not fit never looks as if it did.
  const told = (kept.length > 0 ? kept : errors).map(toFinding);
  const seen = new Set<string>();
  return told.filter(({ code, path }) => {
    const key = `${code} ${path}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  return errors.filter((one) => {
    // `if` only announces the error of its branch; a name's own error is told by `propertyNames`.
    if (one.keyword === 'if' || one.propertyName !== undefined) return false;
    // Of a union without discriminator nobody knows which branch was meant: the union itself is named.
    return !unions.some((union) => union !== one && isWithin(one, union));
  });
}

function isWithin(inner: ErrorObject, union: ErrorObject): boolean {
  return inner.keyword !== union.keyword
    ? isBelow(inner.instancePath, union.instancePath)
    : inner.instancePath !== union.instancePath && isBelow(inner.instancePath, union.instancePath);
}

function isBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}/`);
}

function toFinding({ keyword, instancePath, params }: ErrorObject): Finding {
  const text = words[keyword]?.(params) ?? {
    vi: 'Không đúng quy định của lược đồ',
    en: 'Does not fit the schema',
  };
  return error({ code: `schema.${keyword}`, ...text }, pathOf(instancePath, params));
}

function pathOf(instancePath: string, params: Params): string {
  const member =
    params['missingProperty'] ??
    params['additionalProperty'] ??
    params['unevaluatedProperty'] ??
    params['propertyName'] ??
    params['tag'];
  return member === undefined ? instancePath : pointerTo(instancePath, String(member).slice(0, keyMaxLength));
}

function unknownField(): Words {
  return { vi: 'Trường không được biết', en: 'Unknown field' };
}

function noForm(): Words {
  return { vi: 'Không khớp dạng nào được phép', en: 'Fits none of the allowed forms' };
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join(', ') : '';
}
