/**
 * What `JSON.parse` lets through and the gateway must not: a key twice, depth, floods of keys, numbers that lose digits,
 * prototype keys, NUL and half characters. It only looks; `JSON.parse` still decides what is JSON.
 */
import { error, type Fault, type Finding, pointerTo } from '../model/finding.ts';

export interface JsonLimits {
  depth: number;
  /** Members of all objects together. */
  keys: number;
  /** Elements of all arrays together. */
  items: number;
  /** UTF-16 code units of one text. */
  textUnits: number;
}

const mostFindings = 50;
const longestPath = 300;
const longestNumber = 64;

const faults = {
  depth: { code: 'json.depth', vi: 'JSON lồng quá nhiều cấp', en: 'The JSON is nested too deeply' },
  keys: { code: 'json.keys', vi: 'JSON có quá nhiều khóa', en: 'The JSON has too many keys' },
  items: { code: 'json.items', vi: 'JSON có quá nhiều phần tử', en: 'The JSON has too many elements' },
  twice: { code: 'json.duplicate-key', vi: 'Khóa xuất hiện hai lần', en: 'The key occurs twice' },
  prototype: { code: 'json.prototype-key', vi: 'Tên khóa không được phép', en: 'This key is not allowed' },
  number: {
    code: 'json.number',
    vi: 'Số quá lớn, sẽ mất chữ số; hãy gửi dưới dạng chuỗi',
    en: 'The number is too large and would lose digits; send it as a string',
  },
  long: { code: 'json.text-length', vi: 'Chuỗi quá dài', en: 'The text is too long' },
  nul: { code: 'text.nul', vi: 'Chuỗi chứa ký tự NUL', en: 'The text contains NUL' },
  broken: {
    code: 'text.broken',
    vi: 'Nội dung chứa ký tự Unicode bị hỏng',
    en: 'The text contains half of a Unicode character',
  },
} satisfies Record<string, Fault>;

/** `keys` is null for an array; `at` is the key or index being read. */
interface Level {
  keys: Set<string> | null;
  at: string | number;
}

interface Scan {
  text: string;
  limits: JsonLimits;
  position: number;
  levels: Level[];
  keys: number;
  items: number;
  findings: Finding[];
  /** A bound was passed: reading on (or parsing) is what the sender of such a body wants. */
  stopped: boolean;
}

/** Every problem found, with its path; `stopped` means the text must not be parsed at all. */
export function scanJson(text: string, limits: JsonLimits): { findings: Finding[]; stopped: boolean } {
  const scan: Scan = {
    text,
    limits,
    position: 0,
    levels: [],
    keys: 0,
    items: 0,
    findings: [],
    stopped: false,
  };
  while (scan.position < text.length && !scan.stopped) step(scan);
  return { findings: scan.findings, stopped: scan.stopped };
}

function step(scan: Scan): void {
  const sign = scan.text[scan.position];
  if (sign === '"') readText(scan);
  else if (sign === '{') open(scan, new Set());
  else if (sign === '[') open(scan, null);
  else if (sign === ',') nextItem(scan);
  else if (sign === '}' || sign === ']') close(scan);
  else readNumberOrSkip(scan);
}

function open(scan: Scan, keys: Set<string> | null): void {
  scan.position += 1;
  if (scan.levels.length >= scan.limits.depth) stop(scan, faults.depth);
  else scan.levels.push({ keys, at: keys === null ? 0 : '' });
}

function close(scan: Scan): void {
  scan.position += 1;
  scan.levels.pop();
}

function nextItem(scan: Scan): void {
  scan.position += 1;
  const level = scan.levels.at(-1);
  if (typeof level?.at !== 'number') return;
  level.at += 1;
  scan.items += 1;
  if (scan.items >= scan.limits.items) stop(scan, faults.items);
}

const numberToken = /-?[0-9][0-9.eE+-]*/y;

function readNumberOrSkip(scan: Scan): void {
  numberToken.lastIndex = scan.position;
  const token = numberToken.exec(scan.text)?.[0];
  scan.position += token?.length ?? 1;
  if (token === undefined) return;
  const size = token.length > longestNumber ? Number.POSITIVE_INFINITY : Math.abs(Number(token));
  if (size > Number.MAX_SAFE_INTEGER) found(scan, faults.number);
}

const colon = /[\t\n\r ]*:/y;

function readText(scan: Scan): void {
  const end = closingQuote(scan.text, scan.position);
  const token = scan.text.slice(scan.position, end);
  scan.position = end;
  const text = textIn(token);
  const level = scan.levels.at(-1);
  colon.lastIndex = end;
  if (level?.keys && colon.test(scan.text)) enterKey(scan, { level, keys: level.keys, key: text });
  if (text.length > scan.limits.textUnits) found(scan, faults.long);
  if (text.includes('\0')) found(scan, faults.nul);
  if (!text.isWellFormed()) found(scan, faults.broken);
}

function enterKey(scan: Scan, { level, keys, key }: { level: Level; keys: Set<string>; key: string }): void {
  scan.keys += 1;
  level.at = key;
  if (scan.keys > scan.limits.keys) stop(scan, faults.keys);
  if (keys.has(key)) found(scan, faults.twice);
  keys.add(key);
  const inConstructor = scan.levels.at(-2)?.at === 'constructor';
  if (key === '__proto__' || (key === 'prototype' && inConstructor)) found(scan, faults.prototype);
}

/** Index after the quote that ends the text; the end of the document when there is none. */
function closingQuote(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let first = quote;
  while (text[first - 1] === '\\') first -= 1;
  return (quote - first) % 2 === 1;
}

/** A token that is no JSON text stands for itself: `JSON.parse` refuses the document anyway. */
function textIn(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1);
  try {
    return JSON.parse(token) as string;
  } catch {
    return token;
  }
}

function stop(scan: Scan, fault: Fault): void {
  found(scan, fault);
  scan.stopped = true;
}

function found(scan: Scan, fault: Fault): void {
  const path = scan.levels.reduce((pointer, { at }) => pointerTo(pointer, at), '');
  scan.findings.push(error(fault, path.slice(0, longestPath).toWellFormed()));
  if (scan.findings.length >= mostFindings) scan.stopped = true;
}
