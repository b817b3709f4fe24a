/** Who hears a message: rules from the configuration, resolved through the directory. Pure. */
import type { Config, Route } from '../base/config/config.ts';
import type { Reason } from '../model/exchange.ts';
import { error, type Fault, type Finding } from '../model/finding.ts';
import type { Message } from '../model/message.ts';
import { localDate, parseOccurredAt } from '../model/occurred.ts';
import { nationalProcedureCode } from '../model/procedure-code.ts';
import type { System } from '../model/system.ts';

export interface RouteInput {
  message: Message;
  source: System;
  /** Ids of the systems that already take part in the dossier. */
  participants: readonly string[];
  config: Pick<Config, 'routes' | 'directory' | 'procedures' | 'systems'>;
}

/** Ids of receiving systems in the order of the rules, or why a person must choose. */
export type Routed = { targets: string[] } | { reason: Reason; findings: Finding[] };

type Target = Route['to'][number];
type Refusal = Extract<Routed, { reason: Reason }>;

const faults = {
  procedure: {
    code: 'procedure-unknown',
    vi: 'Thủ tục không có trong danh mục của cổng trao đổi',
    en: 'The gateway does not know this procedure',
  },
  closed: {
    code: 'procedure-not-allowed',
    vi: 'Thủ tục này chưa được phép trao đổi',
    en: 'Dossiers of this procedure may not travel',
  },
  unserved: {
    code: 'agency-unserved',
    vi: 'Chưa có hệ thống nào phục vụ cơ quan này',
    en: 'No system serves this agency',
  },
  nobody: {
    code: 'no-receiver',
    vi: 'Không có quy tắc nào chỉ ra nơi nhận',
    en: 'No rule names a receiver',
  },
} satisfies Record<string, Fault>;

/** All matching rules add up; never the source, never a system the message went through, never one that takes nothing. */
export function route(input: RouteInput): Routed {
  const { message, source, config } = input;
  const opening = message.kind === 'dossier.submitted' || message.kind === 'dossier.transferred';
  const refused = message.kind === 'dossier.submitted' ? checkProcedure(message, config) : undefined;
  if (refused !== undefined) return refused;

  const rules = config.routes.filter((rule) => matches(rule, input));
  const named = rules.flatMap(({ to }) => to).map((target) => resolve(target, input));
  // Only what opens a dossier somewhere must find its agency; later words also travel by who takes part.
  const lost = named.find((result) => 'reason' in result);
  if (opening && lost !== undefined) return lost;

  const passed = new Set([source.id, ...(message.hops ?? [])]);
  const everyone = new Set(named.flatMap((result) => ('targets' in result ? result.targets : [])));
  const targets = [...everyone].filter((id) => !passed.has(id) && takesDeliveries(config.systems.get(id)));
  if (opening && everyone.size === 0) return refuse('no-receiver', faults.nobody, '');
  return { targets };
}

function checkProcedure({ dossier }: Message, { procedures }: RouteInput['config']): Refusal | undefined {
  const code = nationalProcedureCode(dossier.procedure?.code ?? '');
  const known = code === null ? undefined : procedures.get(code);
  if (known === undefined) return refuse('unknown-procedure', faults.procedure, '/dossier/procedure/code');
  if (known.allowed) return undefined;
  return refuse('unknown-procedure', faults.closed, '/dossier/procedure/code');
}

function matches({ kinds, from, procedures }: Route, { message, source }: RouteInput): boolean {
  if (kinds !== '*' && !kinds.includes(message.kind)) return false;
  if (from?.roles !== undefined && !from.roles.includes(source.role)) return false;
  if (from?.systems !== undefined && !from.systems.includes(source.id)) return false;
  if (procedures === undefined) return true;
  const code = nationalProcedureCode(message.dossier.procedure?.code ?? '');
  return code !== null && procedures.includes(code);
}

function resolve(target: Target, input: RouteInput): Routed {
  const { message, participants, config } = input;
  if (target === 'participants') return { targets: [...participants] };
  if (target === 'competent-agency')
    return serving(message.dossier.competentAgency?.code, '/dossier/competentAgency/code', input);
  if (target === 'receiving-agency')
    return serving(message.dossier.receivingAgency?.code, '/dossier/receivingAgency/code', input);
  if (target === 'transfer-target') {
    const code = message.kind === 'dossier.transferred' ? message.transfer.to.code : undefined;
    return serving(code, '/transfer/to/code', input);
  }
  if ('system' in target) return { targets: [target.system] };
  return {
    targets: [...config.systems.values()].filter(({ role }) => role === target.role).map(({ id }) => id),
  };
}

/** The system of the agency that the code meant on the day of the message, or of the one that took over since (rules 6). */
function serving(code: string | undefined, path: string, { message, config }: RouteInput): Routed {
  if (code === undefined) return { targets: [] };
  const { found, findings } = config.directory.findAgency(code, dayOf(message));
  if (found === undefined) return { reason: 'unknown-agency', findings: placed(findings, path) };
  const systems = [...config.systems.values()];
  const systemOf = (agencyId: string) => systems.find(({ agencies }) => agencies.includes(agencyId));
  const heir = config.directory.follow(found.agency, ({ id }) => systemOf(id) !== undefined);
  const system = heir.found && systemOf(heir.found.agency.id);
  if (system !== undefined) return { targets: [system.id] };
  const split = heir.findings.filter((finding) => finding.code === 'agency-split');
  if (split.length > 0) return { reason: 'unknown-agency', findings: placed(split, path) };
  return refuse('no-receiver', faults.unserved, path);
}

/** The schema vouches for the form; should the time still be unreadable, its first ten signs are the day it states. */
function dayOf({ occurredAt }: Message): string {
  const at = parseOccurredAt(occurredAt);
  return at === null ? occurredAt.slice(0, 10) : localDate(at);
}

function takesDeliveries(system: System | undefined): boolean {
  return system !== undefined && system.delivery !== 'none';
}

function placed(findings: readonly Finding[], path: string): Finding[] {
  return findings.map((finding) => ({ ...finding, path }));
}

function refuse(reason: Reason, fault: Fault, path: string): Refusal {
  return { reason, findings: [error(fault, path)] };
}
