import { readFields } from '../fields.ts';
import { parseFields } from '../form.ts';
import { type Answer, type Call, callerOf } from '../routes.ts';
import { uuid } from './path-id.ts';

/** `GET /v1/exchanges?after=&limit=`: what the caller sent, oldest first; `next` is the `after` of the next page. */
export async function listExchanges(call: Call): Promise<Answer> {
  const query = readFields(parseFields(call.request.url.split('?')[1] ?? ''));
  const after = query.text('after', { max: 36, pattern: uuid }) ?? null;
  const limit = query.integer('limit', { min: 1, max: 500, fallback: 100 });
  query.done();
  const exchanges = await call.needs.exchangesAfter(callerOf(call).id, after, limit);
  const next = exchanges.length < limit ? null : (exchanges.at(-1)?.exchangeId ?? null);
  return { status: 200, body: { exchanges, next } };
}
