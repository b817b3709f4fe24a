import type { ExchangeState, Reason } from '../../model/exchange.ts';
import type { Finding } from '../../model/finding.ts';
import type { Message } from '../../model/message.ts';

/** What the ledger knows of a dossier when a message about it comes in. */
export interface DossierContext {
  id: string;
  /** False for the first message of a dossier. */
  known: boolean;
  /** Whether `dossier.submitted` has been accepted. */
  submitted: boolean;
  participants: ReadonlySet<string>;
}

export interface Target {
  systemId: string;
  /** Which drain of that system takes it; -1 = the mailbox. */
  shard: number;
}

/** What the exchange room says about one message; pure, so that it may run inside the transaction. */
export type Decide = (input: { message: Message; source: string; dossier: DossierContext }) => {
  targets: readonly Target[];
  reason: Reason | null;
  findings: readonly Finding[];
};

/** The state an exchange starts in. */
export interface Verdict {
  state: ExchangeState;
  reason: Reason | null;
}
