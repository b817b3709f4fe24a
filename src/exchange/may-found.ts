import type { Config } from '../base/config/config.ts';
import type { Message } from '../model/message.ts';
import { localDate, parseOccurredAt } from '../model/occurred.ts';
import type { System } from '../model/system.ts';

/** Where citizens submit: what these say may reach us in any order. */
const citizensSide = new Set(['portal', 'national-portal', 'provincial', 'ministry']);

/**
 * Whether a system may be the first to speak of a dossier: by submitting it, from the citizens' side, or as the one-stop
 * office or agency the message names as its own. Otherwise anybody could name somebody's dossier and take part in it.
 */
export function mayFound(
  system: System,
  message: Message,
  { directory }: Pick<Config, 'directory'>,
): boolean {
  if (message.kind === 'dossier.submitted' || citizensSide.has(system.role)) return true;
  const { competentAgency, receivingAgency } = message.dossier;
  const onDate = localDate(parseOccurredAt(message.occurredAt) ?? 0);
  return [competentAgency, receivingAgency].some((agency) => {
    const found = agency && directory.findAgency(agency.code, onDate).found;
    return found !== undefined && system.agencies.includes(found.agency.id);
  });
}
