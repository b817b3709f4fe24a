import { readFields } from '../fields.ts';
import { readJson } from '../read-json.ts';
import { LeaseLost } from '../refusals.ts';
import { type Answer, type Call, callerOf } from '../routes.ts';
import { idText, leaseMs, mailboxLimitBytes } from './lease-bounds.ts';

/** `POST /v1/mailbox/extend`: `leaseMs` from now. */
export async function mailboxExtend(call: Call): Promise<Answer> {
  const { value } = await readJson(call, { limitBytes: mailboxLimitBytes });
  const fields = readFields(value);
  const deliveryId = fields.required('deliveryId', idText);
  const leaseToken = fields.required('leaseToken', idText);
  const lease = fields.integer('leaseMs', leaseMs);
  fields.done();
  const held = await call.needs.mailbox.extend(callerOf(call).id, deliveryId, leaseToken, lease);
  if (!held) throw new LeaseLost('lease lost');
  return { status: 200, body: { deliveryId, leaseMs: lease } };
}
