/** When OpenCPS has taken a call: never by the HTTP status alone (formats 3.1, hazard 23). */
import type { StepResult, WireResponse } from '../../kit/connector.ts';
import { judgeHttp } from '../../kit/judge-http.ts';

const notAuthenticated = {
  outcome: 'unavailable',
  scope: 'system',
  reason: 'not-authenticated',
} as const satisfies StepResult;

/** Success is JSON with 2xx; what it must show besides is the step's: `proof` gives the note or says why not. */
export function judge(
  response: WireResponse,
  proof: (answer: Record<string, unknown>) => StepResult = () => ({ outcome: 'delivered' }),
): StepResult {
  const { status } = response;
  const answer = objectOf(response.json);
  if (status === 203 || (status >= 200 && status < 300 && answer?.['code'] === 203)) return notAuthenticated;
  if (status >= 200 && status < 300) return answer === undefined ? noJson : judgeAnswer(answer, proof);
  if (status === 401 || status === 403) {
    return answer === undefined ? notAuthenticated : { outcome: 'rejected', reason: `refused-${status}` };
  }
  return judgeHttp(response) ?? noJson;
}

/** A page or nothing where JSON belongs: some proxy answered, and nobody knows whether the call went through. */
const noJson = { outcome: 'ambiguous', reason: 'no-json' } as const satisfies StepResult;

/** An error's shape under 200 is an error. */
function judgeAnswer(
  answer: Record<string, unknown>,
  proof: (answer: Record<string, unknown>) => StepResult,
): StepResult {
  const isError = typeof answer['code'] === 'number' && typeof answer['description'] === 'string';
  return isError ? { outcome: 'rejected', reason: `refused-${answer['code']}` } : proof(answer);
}

function objectOf(json: unknown): Record<string, unknown> | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : undefined;
}
