import { createAccept } from './accept/accept.ts';
import type { Decide } from './accept/decide.ts';
import { createBreakers } from './breakers.ts';
import { claimDue, nextDueMs } from './claim.ts';
import { createFiles } from './files.ts';
import { createIntakes } from './intakes.ts';
import { createLeases, type Lease } from './lease.ts';
import { createMailbox } from './mailbox.ts';
import { createOperate } from './operate.ts';
import { type Ending, markStarted, recordEndings, saveNote } from './outcomes.ts';
import { createOwner } from './owner.ts';
import { openPool } from './pool.ts';
import { createSearch } from './search.ts';
import * as sweep from './sweep.ts';

export type Ledger = Awaited<ReturnType<typeof openLedger>>;

/** Opens the memory of the gateway on a migrated database. `decide` is the exchange room's pure routing. */
export async function openLedger(
  url: string,
  { decide, onError }: { decide: Decide; onError(error: Error): void },
) {
  const pool = openPool(url, onError);
  const owner = await createOwner(url, onError);
  const accept = createAccept({ pool, decide });
  return {
    ownerId: owner.id,
    accept: accept.accept,
    leases: createLeases(pool, owner.id),
    claimDue: (query: Parameters<typeof claimDue>[1]) => claimDue(pool, query),
    nextDueMs: (systemId: string, shard: number) => nextDueMs(pool, systemId, shard),
    recordEndings: (lease: Lease, endings: readonly Ending[]) => recordEndings(pool, lease, endings),
    saveNote: (lease: Lease, id: string, note: Record<string, unknown>) => saveNote(pool, lease, id, note),
    markStarted: (lease: Lease, id: string) => markStarted(pool, lease, id),
    breakers: createBreakers(pool),
    mailbox: createMailbox(pool),
    files: createFiles(pool),
    intakes: createIntakes(pool),
    search: createSearch(pool),
    operate: createOperate(pool),
    overdue: (pairs: readonly sweep.Drainable[]) => sweep.overdue(pool, pairs),
    sweepAlone: (work: () => Promise<void>) => sweep.alone(pool, work),
    quarantineHeld: (heldForMs: number) => sweep.quarantineHeld(pool, heldForMs),
    removeExpired: (refusedForMs: number) => sweep.removeExpired(pool, refusedForMs),
    unnoticed: () => sweep.unnoticed(pool),
    markNoticed: (one: sweep.Unnoticed) => sweep.markNoticed(pool, one),
    backlog: () => sweep.backlog(pool),
    /** Throws when the database does not answer. */
    async ping(): Promise<void> {
      await pool.query('select 1');
    },
    /** After the last accept has been answered and the last ending recorded. */
    async close(): Promise<void> {
      await accept.idle();
      await owner.close();
      await pool.end();
    },
  };
}
