import { NotFound } from '../../model/errors.ts';
import { type Answer, type Call, callerOf } from '../routes.ts';

const longestCode = 200;

/** `GET /v1/dossiers/:code`: current status and timeline, for systems that take part in the dossier. */
export async function showDossier(call: Call): Promise<Answer> {
  const code = String(call.request.params['code'] ?? '');
  const readable = code.length <= longestCode && !code.includes('\0');
  const dossier = readable ? await call.needs.dossier(callerOf(call).id, code) : null;
  if (dossier === null) throw new NotFound('no such dossier');
  return { status: 200, body: dossier };
}
