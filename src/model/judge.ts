import {
  type AppliedEvent,
  compareEvents,
  type Fold,
  fold,
  type HoldReason,
  judgeMove,
  type StatusEvent,
} from './fold.ts';
import type { State } from './state.ts';
import type { TransitionOptions } from './transition.ts';

/**
 * What becomes of one status event. apply: it states the dossier's current status. history: true, but something later
 * is known already. hold: no legal path leads to it.
 */
export type Verdict =
  | { verdict: 'apply'; skipped: boolean }
  | { verdict: 'history'; skipped: boolean }
  | { verdict: 'hold'; reason: HoldReason; from: State | null };

/** An earlier held event that found its path. */
interface Released extends AppliedEvent {
  verdict: 'apply' | 'history';
}

export type Judgement = Verdict & {
  /** Earlier held events that the new one made legal, in order of occurrence. */
  released: readonly Released[];
  /** Earlier applied events that the new one, though it came later, shows to have had no path; they are held now. */
  revoked: readonly string[];
  /** The dossier's status after it. */
  state: State | null;
  stateEventId: string | null;
};

/** Judges a new event in the light of everything said before about the dossier, held events included. */
export function judge(
  { history, event }: { history: readonly StatusEvent[]; event: StatusEvent },
  options: TransitionOptions = {},
): Judgement {
  const before = fold(history, options);
  const after = fold([...history, event], options);
  const { state, stateEventId } = after;
  const appliedBefore = new Set(before.applied.map(({ id }) => id));
  const heldNow = new Set(after.held.map(({ id }) => id));
  const heldBefore = new Set(before.held.map(({ id }) => id));
  const released = after.applied
    .filter(({ id }) => heldBefore.has(id))
    .map((found) => ({ ...found, verdict: placeOf(found, after) }));
  const revoked = [...appliedBefore].filter((id) => heldNow.has(id));
  return { ...verdictOn(event, after), released, revoked, state, stateEventId };
}

/**
 * The verdict without the history: for an event not older than the event that states the current status (null: none
 * yet), when nothing is held. Null when the event is older, or as old and ranked before it: load the history and `judge`.
 */
export function step(
  current: StatusEvent | null,
  event: StatusEvent,
  options: TransitionOptions = {},
): Verdict | null {
  if (current !== null && compareEvents(event, current) < 0) return null;
  const from = current?.state ?? null;
  const move = judgeMove(from, event.state, options);
  if (move.legal) return { verdict: 'apply', skipped: move.skipped };
  return { verdict: 'hold', reason: move.reason, from };
}

function verdictOn({ id }: StatusEvent, after: Fold): Verdict {
  const held = after.held.find((one) => one.id === id);
  if (held !== undefined) return { verdict: 'hold', reason: held.reason, from: held.from };
  const applied = after.applied.find((one) => one.id === id) ?? { id, skipped: false };
  return { verdict: placeOf(applied, after), skipped: applied.skipped };
}

function placeOf({ id }: AppliedEvent, after: Fold): 'apply' | 'history' {
  return id === after.stateEventId ? 'apply' : 'history';
}
