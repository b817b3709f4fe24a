import { readFields } from '../fields.ts';
import { readJson } from '../read-json.ts';
import { LeaseLost } from '../refusals.ts';
import { type Answer, type Call, callerOf } from '../routes.ts';
import { idText, mailboxLimitBytes } from './lease-bounds.ts';

/** `POST /v1/mailbox/ack`: the caller has it; 409 when the lease is no longer its own. */
export async function mailboxAck(call: Call): Promise<Answer> {
  const { value } = await readJson(call, { limitBytes: mailboxLimitBytes });
  const fields = readFields(value);
  const deliveryId = fields.required('deliveryId', idText);
  const leaseToken = fields.required('leaseToken', idText);
  fields.done();
  const held = await call.needs.mailbox.ack(callerOf(call).id, deliveryId, leaseToken);
  if (!held) throw new LeaseLost('lease lost');
  return { status: 200, body: { deliveryId, state: 'delivered' } };
}
