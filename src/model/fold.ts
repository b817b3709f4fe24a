import { isTerminal, type State, states } from './state.ts';
import { isDirect, isReachable, type TransitionOptions } from './transition.ts';

/** One statement of the business status of one dossier. */
export interface StatusEvent {
  /** Unique among the dossier's events; decides between equal states of the same moment. */
  id: string;
  /** When it happened at the source, epoch milliseconds. */
  occurredAt: number;
  state: State;
  /** When it reached us. Never looked at: the order of arrival must not decide anything. */
  arrival?: number;
}

/** no-path-yet: a message in between may still come. already-closed: a terminal state is never left. */
export type HoldReason = 'no-path-yet' | 'already-closed';

export interface AppliedEvent {
  id: string;
  /** Legal, but through states nobody told us about. */
  skipped: boolean;
}

interface HeldEvent {
  id: string;
  reason: HoldReason;
  /** The state it could not follow. */
  from: State | null;
}

export interface Fold {
  state: State | null;
  /** The event that states it: the last applied one. */
  stateEventId: string | null;
  /** In order of occurrence. */
  applied: readonly AppliedEvent[];
  held: readonly HeldEvent[];
}

/**
 * The status that a set of events amounts to, whatever the order of their arrival (rules 10.4): by the time of
 * occurrence, each event is applied when a legal path leads to it, else held. The earliest terminal state is final: of two closings
 * that contradict each other the first one happened, and a person must look at the other.
 */
export function fold(events: readonly StatusEvent[], options: TransitionOptions = {}): Fold {
  const applied: AppliedEvent[] = [];
  const held: HeldEvent[] = [];
  let current: StatusEvent | null = null;
  for (const event of inOrder(events)) {
    const from: State | null = current?.state ?? null;
    const move = judgeMove(from, event.state, options);
    if (move.legal) {
      applied.push({ id: event.id, skipped: move.skipped });
      current = event;
    } else {
      held.push({ id: event.id, reason: move.reason, from });
    }
  }
  return { state: current?.state ?? null, stateEventId: current?.id ?? null, applied, held };
}

type Move = { legal: true; skipped: boolean } | { legal: false; reason: HoldReason };

/** Whether a status may follow another; the same again is no move and always may. */
export function judgeMove(from: State | null, to: State, options: TransitionOptions): Move {
  if (from === to || isDirect(from, to, options)) return { legal: true, skipped: false };
  if (isReachable(from, to)) return { legal: true, skipped: true };
  return { legal: false, reason: from !== null && isTerminal(from) ? 'already-closed' : 'no-path-yet' };
}

/** Order of occurrence: by time, then along the lifecycle, then by id; never by arrival. */
export function compareEvents(a: StatusEvent, b: StatusEvent): number {
  return (
    a.occurredAt - b.occurredAt ||
    states[a.state].rank - states[b.state].rank ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

/** Sorted, each id once: a repeated id counts where it stands first. */
function inOrder(events: readonly StatusEvent[]): StatusEvent[] {
  const seen = new Set<string>();
  return events.toSorted(compareEvents).filter(({ id }) => {
    const first = !seen.has(id);
    seen.add(id);
    return first;
  });
}
