import { createHash } from 'node:crypto';
import type { Decide, DossierContext, Target } from '../ledger/accept/decide.ts';
import type { Reason } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Message } from '../model/message.ts';
import type { System } from '../model/system.ts';
import { gatewayId } from './tell-senders.ts';

export interface DecideNeeds {
  system(id: string): System | undefined;
  /** Whether this system may be the first to speak of a dossier in this way. */
  mayFound(system: System, message: Message): boolean;
  /** Whether the system's dialect can say this kind by push. */
  canSay(system: System, kind: Message['kind']): boolean;
  route(
    message: Message,
    source: System,
    participants: readonly string[],
  ): { targets: readonly string[] } | { reason: Reason; findings: readonly Finding[] };
}

const maxHops = 8;

/** May this sender say this, and who must hear it. Pure: runs inside the accept transaction. */
export function createDecide(needs: DecideNeeds): Decide {
  return ({ message, source, dossier }) => {
    if (source === gatewayId) return { targets: noticeTargets(message, needs), reason: null, findings: [] };
    const sender = needs.system(source);
    const reason = sender ? refusalOf(message, sender, { dossier, needs }) : 'not-a-participant';
    if (reason || !sender) return { targets: [], reason, findings: [] };
    const routed = needs.route(message, sender, [...dossier.participants]);
    if ('reason' in routed) return { targets: [], reason: routed.reason, findings: routed.findings };
    const targets = routed.targets.flatMap((id) => targetOf(needs.system(id), dossier.id));
    return { targets, reason: null, findings: [] };
  };
}

function refusalOf(
  message: Message,
  sender: System,
  { dossier, needs }: { dossier: DossierContext; needs: DecideNeeds },
): Reason | null {
  if ((message.hops?.length ?? 0) >= maxHops) return 'too-many-hops';
  if (!dossier.known) return needs.mayFound(sender, message) ? null : 'unknown-dossier';
  if (dossier.participants.has(sender.id)) return null;
  // The submission may arrive after what was said about it.
  if (message.kind === 'dossier.submitted' && !dossier.submitted) return null;
  return 'not-a-participant';
}

function targetOf(system: System | undefined, dossierId: string): Target[] {
  if (!system || system.delivery === 'none') return [];
  if (system.delivery === 'mailbox') return [{ systemId: system.id, shard: -1 }];
  return [{ systemId: system.id, shard: shardOf(dossierId, system.limits.shards) }];
}

/** All deliveries of a lane share a shard. */
function shardOf(dossierId: string, shards: number): number {
  return shards === 1 ? 0 : createHash('sha256').update(dossierId).digest().readUInt32BE() % shards;
}

/** A notice goes to the sender of what it is about: in its dialect where it has words for it, else into its mailbox. */
function noticeTargets(message: Message, needs: DecideNeeds): Target[] {
  const to = needs.system(String(message.extensions?.[gatewayId]?.['to']));
  if (!to) return [];
  const push = to.delivery === 'push' && needs.canSay(to, 'notice.raised');
  return [{ systemId: to.id, shard: push ? 0 : -1 }];
}
