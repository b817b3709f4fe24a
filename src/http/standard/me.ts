import { type Answer, type Call, callerOf } from '../routes.ts';

/** `GET /v1/me`: what the gateway knows of the caller; no secrets, no addresses. */
export function me(call: Call): Answer {
  const { id, title, role, connector, delivery, agencies, maySend, limits, status } = callerOf(call);
  const system = { id, title, role, connector, delivery, agencies, status };
  return { status: 200, body: { system, grants: { maySend }, limits } };
}
