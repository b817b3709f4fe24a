import { readFields } from '../fields.ts';
import { readJson } from '../read-json.ts';
import { LeaseLost } from '../refusals.ts';
import { type Answer, type Call, callerOf } from '../routes.ts';
import { delayMs, idText, mailboxLimitBytes, reasonText } from './lease-bounds.ts';

/** `POST /v1/mailbox/nack`: not taken. It comes again after `delayMs`; with `reject` it is parked for a person. */
export async function mailboxNack(call: Call): Promise<Answer> {
  const { value } = await readJson(call, { limitBytes: mailboxLimitBytes });
  const fields = readFields(value);
  const deliveryId = fields.required('deliveryId', idText);
  const leaseToken = fields.required('leaseToken', idText);
  const delay = fields.integer('delayMs', delayMs);
  const reject = fields.text('reject', reasonText);
  fields.done();
  const how = reject === undefined ? { delayMs: delay } : { reject };
  const held = await call.needs.mailbox.nack(callerOf(call).id, deliveryId, leaseToken, how);
  if (!held) throw new LeaseLost('lease lost');
  return { status: 200, body: { deliveryId, state: reject === undefined ? 'pending' : 'parked' } };
}
