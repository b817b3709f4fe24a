/** A simulated OpenCPS: portal or one-stop, by what it is asked to do. Shares nothing with the connector's mapping. */
import type { Simulator, SimulatorContext, SimulatorMemory } from '../../kit/simulator.ts';
import {
  accept,
  finish,
  issueResult,
  progress,
  requestSupplement,
  submit,
  supplement,
  withdraw,
} from './simulator-acts.ts';
import type { Target } from './simulator-client.ts';
import { mountServer } from './simulator-server.ts';
import { createStore } from './simulator-store.ts';

/** `settings.autopilot`: a one-stop that works off what it receives; a delay left out skips the step. */
interface Autopilot extends Target {
  groupId?: string;
  delaysMs: { accept?: number; progress?: number; supplement?: number; result?: number; finish?: number };
  /** Submissions by this action start it; default 1100. */
  startsWith?: string;
}

const json = (status: number, message: string, code: number) => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  body: Buffer.from(JSON.stringify({ message, code, description: message })),
});

export const simulator: Simulator = {
  id: 'opencps',
  mount(app, memory, context) {
    const { username, password } = context.settings as { username?: string; password?: string };
    const store = createStore(memory);
    // Dossiers it knows from before.
    const { known = [] } = context.settings as { known?: readonly string[] };
    for (const uid of known) if (store.find(uid) === undefined) store.add(uid, {}, false);
    mountServer(app, store, {
      ...(username !== undefined && { username, password: password ?? '' }),
      onAction: ({ referenceUid }, actionCode) => fly(context, { memory, referenceUid, actionCode }),
    });
  },
  faults: { 'session-expired': json(203, 'Non-Authoritative Information.', 203) },
  act: { submit, supplement, withdraw, accept, progress, requestSupplement, issueResult, finish },
};

/** Does its steps one after another, each after its delay; a step that fails ends the flight. */
async function fly(
  { settings }: SimulatorContext,
  about: { memory: SimulatorMemory; referenceUid: string; actionCode: string },
): Promise<void> {
  const autopilot = settings['autopilot'] as Autopilot | undefined;
  if (autopilot === undefined) return;
  const { delaysMs, startsWith = '1100', groupId, gatewayUrl, systemId, credentials } = autopilot;
  const { memory, referenceUid, actionCode } = about;
  const target = { gatewayUrl, systemId, credentials, memory };
  const input = { referenceUid, ...(groupId !== undefined && { groupId }) };
  for (const [act, delayMs] of flight({ delaysMs, actionCode, startsWith })) {
    await wait(delayMs);
    const answer = await act({ ...target, input }).catch(() => undefined);
    if (answer?.status !== 200) return;
  }
}

type Leg = readonly [typeof accept, number];

/** After a submission up to the supplement request, if there is one; its answer starts the second half. */
function flight(about: { delaysMs: Autopilot['delaysMs']; actionCode: string; startsWith: string }): Leg[] {
  const { delaysMs, actionCode, startsWith } = about;
  const asks = delaysMs.supplement !== undefined;
  const first = legs([accept, delaysMs.accept], [progress, delaysMs.progress]);
  const ending = legs([issueResult, delaysMs.result], [finish, delaysMs.finish]);
  if (actionCode === startsWith) {
    return [...first, ...(asks ? legs([requestSupplement, delaysMs.supplement]) : ending)];
  }
  return asks && actionCode === '1150' ? [...legs([progress, delaysMs.progress]), ...ending] : [];
}

function legs(...all: (readonly [typeof accept, number | undefined])[]): Leg[] {
  return all.flatMap(([act, delayMs]) => (delayMs === undefined ? [] : [[act, delayMs] as const]));
}

/** Never keeps the process alive. */
function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs).unref();
  });
}
