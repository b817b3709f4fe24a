import { readFields } from '../fields.ts';
import { readJson } from '../read-json.ts';
import { type Answer, type Call, callerOf } from '../routes.ts';
import { leaseMs, mailboxLimitBytes, mostLeased } from './lease-bounds.ts';

/** `POST /v1/mailbox/lease`: up to `max` deliveries, the caller's alone for `leaseMs`. */
export async function mailboxLease(call: Call): Promise<Answer> {
  const { value } = await readJson(call, { limitBytes: mailboxLimitBytes });
  const fields = readFields(value);
  const max = fields.integer('max', mostLeased);
  const lease = fields.integer('leaseMs', leaseMs);
  fields.done();
  const deliveries = await call.needs.mailbox.lease(callerOf(call).id, max, lease);
  return { status: 200, body: { deliveries } };
}
