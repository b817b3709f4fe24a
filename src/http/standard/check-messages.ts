import { hasError } from '../../model/finding.ts';
import { type Answer, type Call, callerOf } from '../routes.ts';
import { readMessages } from './read-messages.ts';
import { contentFindings } from './send-messages.ts';

/** `POST /v1/check`: what `POST /v1/messages` would say, sending and keeping nothing. */
export async function checkMessages(call: Call): Promise<Answer> {
  const { limits } = callerOf(call);
  const checked = await readMessages(call);
  const findings = [...checked.findings, ...contentFindings(checked, limits.inlineBytes)];
  return { status: 200, body: { ok: !hasError(findings), findings } };
}
