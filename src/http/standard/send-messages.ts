import type { ReadMessage } from '../../model/exchange.ts';
import { hasError } from '../../model/finding.ts';
import type { Answer, Call } from '../routes.ts';
import { callerOf } from '../routes.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { checkContents, storeContents } from './inline-content.ts';
import { type CheckedMessages, mustBeValid, readMessages, under } from './read-messages.ts';

/** `POST /v1/messages`: 202 with a receipt for each message once all are durable; one error refuses all. */
export async function sendMessages(call: Call): Promise<Answer> {
  const system = callerOf(call);
  const key = idempotencyKey(call.request);
  const checked = await readMessages(call);
  mustBeValid([...checked.findings, ...contentFindings(checked, system.limits.inlineBytes)]);
  const receipts = await call.needs.accept({
    systemId: system.id,
    door: 'POST /v1/messages',
    raw: checked.raw,
    mediaType: checked.mediaType,
    ...(key !== undefined && { idempotencyKey: key }),
    messages: await storeAll(call, checked),
  });
  return { status: 202, body: checked.isArray ? receipts : receipts[0] };
}

/** Only of messages whose shape is right: a content may be anything before that. */
export function contentFindings({ messages, isArray }: CheckedMessages, inlineBytes: number) {
  return messages.flatMap(({ message, findings }, index) => {
    if (hasError(findings)) return [];
    const found = checkContents(message, inlineBytes);
    return isArray ? found.map(under(index)) : found;
  });
}

async function storeAll(call: Call, { messages }: CheckedMessages): Promise<ReadMessage[]> {
  const { id: systemId, limits } = callerOf(call);
  const store = { needs: call.needs, systemId, inlineBytes: limits.inlineBytes };
  const read: ReadMessage[] = [];
  for (const { message, findings } of messages) {
    read.push({ message: await storeContents(message, store), identity: message.id ?? null, findings });
  }
  return read;
}
