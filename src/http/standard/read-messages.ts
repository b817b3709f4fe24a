/** One message or an array of them, checked as a whole: any error refuses all, named by its index. */
import { InvalidMessage } from '../../model/errors.ts';
import { error, type Finding, hasError } from '../../model/finding.ts';
import type { Message } from '../../model/message.ts';
import { type JsonBody, readJson } from '../read-json.ts';
import type { Call } from '../routes.ts';

const limitBytes = 20 * 1024 * 1024;
const mostMessages = 500;
const mostKeys = 100_000;

export interface CheckedMessages extends Omit<JsonBody, 'value'> {
  isArray: boolean;
  messages: { message: Message; findings: Finding[] }[];
  /** Of all messages, paths from the root of the body. */
  findings: Finding[];
}

const count = {
  code: 'messages.count',
  vi: `Mảng phải có từ 1 đến ${mostMessages} thông điệp`,
  en: `The array must hold 1 to ${mostMessages} messages`,
};

/** Reads and checks; warnings and errors are findings, only an unreadable body throws. */
export async function readMessages(call: Call): Promise<CheckedMessages> {
  const { value, raw, mediaType } = await readJson(call, {
    limitBytes,
    keys: mostKeys,
    // Base64 contents are texts as long as the body.
    textUnits: limitBytes,
  });
  const isArray = Array.isArray(value);
  const values: unknown[] = isArray ? value : [value];
  const whole = { isArray, raw, mediaType };
  if (values.length === 0 || values.length > mostMessages)
    return { ...whole, messages: [], findings: [error(count, '')] };
  const messages = values.map((message) => ({
    message: message as Message,
    findings: call.needs.check(message),
  }));
  const findings = messages.flatMap(({ findings }, index) => findings.map(isArray ? under(index) : same));
  return { ...whole, messages, findings };
}

/** Throws `InvalidMessage` with every finding when one of them is an error. */
export function mustBeValid(findings: readonly Finding[]): void {
  if (hasError(findings)) throw new InvalidMessage('messages are invalid', { findings });
}

/** A path inside the message at `index` of the array. */
export function under(index: number): (finding: Finding) => Finding {
  return (finding) => ({ ...finding, path: `/${index}${finding.path}` });
}

const same = (finding: Finding) => finding;
