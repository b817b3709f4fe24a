import { NotFound } from '../../model/errors.ts';
import { type Answer, type Call, callerOf } from '../routes.ts';
import { pathId } from './path-id.ts';

/** `GET /v1/exchanges/:id`: the state of each delivery of one message the caller sent. */
export async function showExchange(call: Call): Promise<Answer> {
  const exchange = await call.needs.exchange(callerOf(call).id, pathId(call.request));
  if (exchange === null) throw new NotFound('no such exchange');
  return { status: 200, body: exchange };
}
