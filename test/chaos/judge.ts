import type { ReceivedLine, SentLine } from './harness/history.ts';

/** What two histories prove. Every list is empty when the gateway kept its promises; entries name message ids. */
export interface Verdict {
  accepted: number;
  /** Accepted messages that their receiver has. */
  delivered: number;
  lost: string[];
  /** First receipts that came before one of a lower sequence in the same lane, as `receiver message`. */
  reordered: string[];
  /** Receipts beyond the first with the delivery id of the first: allowed, the receiver can tell. */
  duplicates: number;
  /** Receipts beyond the first under another delivery id, or a delivery id used for two messages. */
  strangers: string[];
  /** Received, but never sent, or sent to somebody else. */
  phantoms: string[];
  /** Received with other content than was sent. */
  altered: string[];
  /** Accepted in another state than `accepted`, or refused: the load holds nothing that deserves it. */
  mistreated: string[];
  /** Two messages with one exchange id. */
  confused: string[];
}

type Invoked = Extract<SentLine, { event: 'invoked' }>;

/** Judges by the histories of the sender and the receivers alone; knows nothing of the gateway. */
export function judge(sent: readonly SentLine[], received: readonly ReceivedLine[]): Verdict {
  const invoked = new Map<string, Invoked>();
  for (const line of sent) if (line.event === 'invoked') invoked.set(line.messageId, line);
  const accepted = sent.filter((line) => line.event === 'accepted');
  const mine = received.filter((line) => invoked.get(line.messageId)?.receiver === line.receiver);
  const firsts = firstReceipts(mine);
  return {
    accepted: accepted.length,
    delivered: accepted.filter((line) => firsts.has(line.messageId)).length,
    lost: accepted.filter((line) => !firsts.has(line.messageId)).map((line) => line.messageId),
    reordered: reordered([...firsts.values()], invoked),
    duplicates: mine.filter((line) => isRepeat(line, firsts)).length,
    strangers: strangers(received, firsts),
    phantoms: received.filter((line) => invoked.get(line.messageId)?.receiver !== line.receiver).map(name),
    altered: mine.filter((line) => line.hash !== invoked.get(line.messageId)?.hash).map(name),
    mistreated: mistreated(sent),
    confused: confused(accepted),
  };
}

/** Whether nothing was lost, reordered, invented, altered, mistreated or repeated beyond recognition. */
export function holds(verdict: Verdict): boolean {
  const { accepted: _a, delivered: _d, duplicates: _, ...faults } = verdict;
  return Object.values(faults).every((list) => list.length === 0);
}

const name = (line: ReceivedLine) => `${line.receiver} ${line.messageId}`;

function firstReceipts(received: readonly ReceivedLine[]): Map<string, ReceivedLine> {
  const firsts = new Map<string, ReceivedLine>();
  for (const line of received) if (!firsts.has(line.messageId)) firsts.set(line.messageId, line);
  return firsts;
}

function isRepeat(line: ReceivedLine, firsts: ReadonlyMap<string, ReceivedLine>): boolean {
  const first = firsts.get(line.messageId);
  return first !== undefined && first !== line && first.deliveryId === line.deliveryId;
}

/** `firsts` in the order in which they arrived. */
function reordered(firsts: readonly ReceivedLine[], invoked: ReadonlyMap<string, Invoked>): string[] {
  const highest = new Map<string, number>();
  const late: string[] = [];
  for (const line of firsts) {
    const { dossier = '', sequence = 0 } = invoked.get(line.messageId) ?? {};
    const lane = `${line.receiver} ${dossier}`;
    if (sequence < (highest.get(lane) ?? 0)) late.push(name(line));
    highest.set(lane, Math.max(sequence, highest.get(lane) ?? 0));
  }
  return late;
}

function strangers(received: readonly ReceivedLine[], firsts: ReadonlyMap<string, ReceivedLine>): string[] {
  const owner = new Map<string, string>();
  const found: string[] = [];
  for (const line of received) {
    const known = owner.get(line.deliveryId) ?? line.messageId;
    owner.set(line.deliveryId, known);
    const first = firsts.get(line.messageId);
    const renamed = first !== undefined && first.deliveryId !== line.deliveryId;
    if (renamed || known !== line.messageId || line.deliveryId === '') found.push(name(line));
  }
  return found;
}

function mistreated(sent: readonly SentLine[]): string[] {
  return sent.flatMap((line) => {
    if (line.event === 'refused') return [`${line.messageId} refused ${line.status}`];
    if (line.event === 'accepted' && line.state !== 'accepted') return [`${line.messageId} ${line.state}`];
    return [];
  });
}

function confused(accepted: readonly Extract<SentLine, { event: 'accepted' }>[]): string[] {
  const owner = new Map<string, string>();
  return accepted.flatMap((line) => {
    const known = owner.get(line.exchangeId) ?? line.messageId;
    owner.set(line.exchangeId, known);
    return known === line.messageId ? [] : [`${known} = ${line.messageId}`];
  });
}
