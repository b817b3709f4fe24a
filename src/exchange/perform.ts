import type {
  Connector,
  Notebook,
  Send,
  Step,
  StepResult,
  WireRequest,
  WireResponse,
} from '../kit/connector.ts';
import type { Due } from '../ledger/claim.ts';
import { MappingGap } from '../model/errors.ts';
import type { Outcome } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Message } from '../model/message.ts';
import type { System } from '../model/system.ts';
import { foldDossier } from './dossier-view.ts';

export type CallResult =
  | { ok: true; response: WireResponse }
  | {
      ok: false;
      outcome: Exclude<Outcome, 'delivered'>;
      scope: 'system' | 'message';
      reason: string;
      retryAfterMs?: number;
    };

export interface Performed {
  outcome: Outcome;
  scope: 'system' | 'message';
  reason: string | null;
  retryAfterMs?: number | undefined;
}

export interface PerformNeeds {
  connector: Connector;
  system: System;
  /** One call to the system, with its credentials; never throws. */
  call(request: WireRequest, deliveryId: string): Promise<CallResult>;
  story(dossierId: string, exchangeId: string): Promise<Message[]>;
  check(schema: object, value: unknown): readonly Finding[];
  /** Commits what a step left; false = the lease was lost. */
  saveNote(deliveryId: string, note: Record<string, unknown>): Promise<boolean>;
  /** Commits 'attempt started'; false = the lease was lost. */
  markStarted(deliveryId: string): Promise<boolean>;
  /** Whether the lease still covers one more call. */
  mayCall(): boolean;
  fileUrl(file: string): string;
}

const delivered: Performed = { outcome: 'delivered', scope: 'message', reason: null };
/** Nobody's fault: it is due again at once, for whoever holds the lease. */
const leaseLost: Performed = { outcome: 'busy', scope: 'message', reason: 'lease-lost', retryAfterMs: 1_000 };
const gap = (reason: string): Performed => ({ outcome: 'mapping-gap', scope: 'message', reason });

/** Says one delivery to its receiver: the connector's steps, each once, resumed after the last that was committed. */
export async function perform(due: Due, needs: PerformNeeds): Promise<Performed> {
  const send = needs.connector.sends[due.message.kind];
  if (!send) return gap('no-send-for-this-kind');
  const { repeats } = needs.connector;
  if (due.started && repeats === 'duplicated')
    return { outcome: 'ambiguous', scope: 'message', reason: 'an earlier attempt left no outcome' };
  const steps = await planSteps(due, send, needs);
  if (!Array.isArray(steps)) return steps as Performed;
  if (repeats !== 'dropped' && !(await needs.markStarted(due.id))) return leaseLost;
  return runSteps(due, steps, needs);
}

async function planSteps(due: Due, send: Send, needs: PerformNeeds): Promise<readonly Step[] | Performed> {
  const { message, dossierId, exchangeId, id } = due;
  const story = send.usesDossier === false ? [] : await needs.story(dossierId, exchangeId);
  const dossier = foldDossier(story, message);
  try {
    return send.steps({ deliveryId: id, message, dossier, system: needs.system, fileUrl: needs.fileUrl });
  } catch (error) {
    return gapOf(error);
  }
}

async function runSteps(due: Due, steps: readonly Step[], needs: PerformNeeds): Promise<Performed> {
  let notebook: Notebook = due.notebook;
  for (const [index, step] of steps.entries()) {
    if (!step.fresh && step.name in notebook) continue;
    const result = await runStep(step, notebook, { due, needs });
    if (result.outcome !== 'delivered') return { scope: 'message', ...result };
    if (index === steps.length - 1) return delivered;
    const note = { [step.name]: result.note ?? null };
    if (!step.fresh && !(await needs.saveNote(due.id, note))) return leaseLost;
    notebook = { ...notebook, ...note };
  }
  return delivered;
}

async function runStep(
  step: Step,
  notebook: Notebook,
  { due, needs }: { due: Due; needs: PerformNeeds },
): Promise<StepResult> {
  try {
    const request = step.request(notebook);
    if (request === null) return { outcome: 'delivered' };
    const findings = step.schema ? needs.check(step.schema, bodyOf(request)) : [];
    if (findings.length > 0)
      return gap(`${step.name}: ${findings.map(({ path }) => path).join(' ')}`) as StepResult;
    if (!needs.mayCall()) return leaseLost as StepResult;
    const result = await needs.call(request, due.id);
    return result.ok ? step.judge(result.response, notebook) : result;
  } catch (error) {
    return gapOf(error) as StepResult;
  }
}

function bodyOf({ body }: WireRequest): unknown {
  if (!body) return null;
  if ('form' in body) return body.form;
  return 'json' in body ? body.json : body.multipart.fields;
}

/** A mapping that throws cannot be helped by trying again. The text of an unknown error may hold payload: its name must do. */
function gapOf(error: unknown): Performed {
  return gap(error instanceof MappingGap ? error.message : `bug: ${(error as Error).name}`);
}
