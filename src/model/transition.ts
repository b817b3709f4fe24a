import { type State, stateNames } from './state.ts';

/** Who causes a transition (rules 5.2). */
type Actor =
  | 'applicant'
  | 'reception'
  | 'solving-agency'
  | 'lead-agency'
  | 'consulted-agency'
  | 'competent-agency'
  | 'authority'
  | 'timer'
  | 'tax'
  | 'payment'
  | 'post'
  | 'portal';

export interface Transition {
  /** Row of rules 5.2; a letter behind it marks what the row says besides. */
  id: string;
  /** null: the dossier is not known yet. */
  from: readonly (State | null)[];
  /** `same`: something happens, the state stays. */
  to: readonly (State | 'same')[];
  actors: readonly Actor[];
  /** Only for procedures solved on the day of reception. */
  sameDay?: true;
}

/** Every legal transition (rules 5.2); what is not here is illegal. Guards that need more than states are not the gateway's. */
export const transitions = [
  { id: 'T1', from: [null], to: ['submitted'], actors: ['applicant'] },
  { id: 'T2', from: [null], to: ['accepted'], actors: ['reception'] },
  { id: 'T3', from: ['submitted'], to: ['accepted'], actors: ['reception'] },
  { id: 'T4', from: ['submitted'], to: ['supplement-requested'], actors: ['reception'] },
  { id: 'T4b', from: ['supplement-requested'], to: ['submitted'], actors: ['applicant'] },
  { id: 'T5', from: ['submitted'], to: ['rejected-at-reception'], actors: ['reception'] },
  { id: 'T6', from: ['submitted'], to: ['withdrawn'], actors: ['applicant'] },
  { id: 'T7', from: ['accepted'], to: ['in-progress'], actors: ['reception', 'solving-agency'] },
  { id: 'T8', from: ['in-progress'], to: ['consulting'], actors: ['lead-agency'] },
  { id: 'T8b', from: ['consulting'], to: ['in-progress'], actors: ['consulted-agency'] },
  {
    id: 'T9',
    from: ['accepted', 'in-progress'],
    to: ['supplement-requested'],
    actors: ['solving-agency', 'reception'],
  },
  { id: 'T10', from: ['supplement-requested'], to: ['in-progress', 'accepted'], actors: ['reception'] },
  { id: 'T11', from: ['supplement-requested'], to: ['stopped'], actors: ['authority', 'timer'] },
  { id: 'T12', from: ['in-progress'], to: ['payment-required'], actors: ['solving-agency', 'tax'] },
  { id: 'T13', from: ['payment-required'], to: ['in-progress'], actors: ['payment'] },
  { id: 'T14', from: ['in-progress'], to: ['suspended'], actors: ['authority'] },
  { id: 'T14b', from: ['suspended'], to: ['in-progress'], actors: ['authority'] },
  // what was suspended may be stopped for good.
  { id: 'T14c', from: ['suspended'], to: ['stopped'], actors: ['authority'] },
  { id: 'T15', from: ['in-progress'], to: ['result-ready'], actors: ['solving-agency'] },
  { id: 'T15s', from: ['accepted'], to: ['result-ready'], actors: ['solving-agency'], sameDay: true },
  { id: 'T16', from: ['result-ready'], to: ['in-progress'], actors: ['reception'] },
  { id: 'T17', from: ['result-ready'], to: ['returned'], actors: ['reception', 'post', 'portal'] },
  {
    id: 'T18',
    from: ['accepted', 'in-progress', 'consulting', 'supplement-requested', 'payment-required', 'suspended'],
    to: ['withdrawn'],
    actors: ['applicant', 'reception'],
  },
  { id: 'T19', from: ['accepted', 'in-progress', 'consulting'], to: ['same'], actors: ['competent-agency'] },
] as const satisfies readonly Transition[];

/** What the judgement of a transition depends on besides the two states. */
export interface TransitionOptions {
  /** The procedure is solved on the day of reception: accepted may go straight to result ready. */
  sameDay?: boolean;
}

/** Before acceptance, or not surely after it: the only states from which a dossier can become `submitted` again. */
const beforeAcceptance: readonly (State | null)[] = [null, 'submitted', 'supplement-requested'];

/** Whether one legal transition leads from the one state (null: dossier unknown) to the other. */
export function isDirect(
  from: State | null,
  to: State,
  { sameDay = false }: TransitionOptions = {},
): boolean {
  const rows: readonly Transition[] = transitions;
  return rows.some(
    (row) => row.from.includes(from) && row.to.includes(to) && (sameDay || row.sameDay !== true),
  );
}

/**
 * Whether some legal path of one or more transitions leads there, through states nobody told us about. Nothing is
 * inferred that would take an accepted dossier back to `submitted`: T4b answers only what was asked before acceptance.
 * Every closing state can follow every open one; `fold` relies on it, so that no late open status undoes a closing.
 */
export function isReachable(from: State | null, to: State): boolean {
  if (to === 'submitted' && !beforeAcceptance.includes(from)) return false;
  return reachedFrom(from).has(to);
}

const reached = new Map<State | null, ReadonlySet<State>>();

function reachedFrom(from: State | null): ReadonlySet<State> {
  const known = reached.get(from);
  if (known !== undefined) return known;
  const found = new Set<State>();
  const open: (State | null)[] = [from];
  while (open.length > 0) {
    const here = open.pop() ?? null;
    const next = stateNames.filter((to) => !found.has(to) && isDirect(here, to));
    for (const to of next) found.add(to);
    open.push(...next);
  }
  reached.set(from, found);
  return found;
}
