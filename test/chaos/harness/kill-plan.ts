import { seeded } from './random.ts';

export const targets = ['gateway', 'postgres', 'redis'] as const;
export type Target = (typeof targets)[number];

export interface Kill {
  target: Target;
  /** Pause before it, counted from the start or from the end of the kill before. */
  afterMs: number;
  /** In [0, 1): which of several processes. */
  pick: number;
}

export interface PlanOptions {
  seed: number;
  kills: number;
  targets: readonly Target[];
  /** 2 to 6 s unless a short run needs them closer. */
  betweenMs?: readonly [number, number];
}

/** Who is killed when; the same seed gives the same plan. Each target has its turn before any has a second. */
export function planKills({ seed, kills, targets, betweenMs = [2000, 6000] }: PlanOptions): Kill[] {
  const random = seeded(seed);
  const [shortest, longest] = betweenMs;
  const offset = Math.floor(random() * targets.length);
  return Array.from({ length: kills }, (_, index) => ({
    target: targets[(offset + index) % targets.length] ?? 'gateway',
    afterMs: Math.round(shortest + random() * (longest - shortest)),
    pick: random(),
  }));
}
