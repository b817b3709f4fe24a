/** The agencies in time: which body a code named on a given day, and who took over from it (rules 3.5, 6). */
import type { Agency } from '../../schemas/config/directory.schema.ts';
import { error, type Fault, type Finding } from './finding.ts';
import { cleanCode } from './text.ts';

export type { Agency } from '../../schemas/config/directory.schema.ts';

/** A stretch of local days, `YYYY-MM-DD`, both ends included; without an end it is still in force. */
export interface Validity {
  validFrom: string;
  validTo?: string;
}

export interface FoundAgency {
  agency: Agency;
  /** successor: the code named a body that is gone on that day, this one took over. */
  via: 'direct' | 'successor';
}

/** `agency` is missing when nobody, or nobody unambiguous, answers to the code; then a finding says why. */
export type AgencySearch =
  | { found: FoundAgency; findings: Finding[] }
  | { found: undefined; findings: Finding[] };

export interface Directory {
  /** Whom a code of either form means on a local day; a body dissolved before is followed to its one successor. */
  findAgency(code: string, onDate: string): AgencySearch;
  /** The agency itself, or its one successor at whatever distance, that `accepts` says yes to. */
  follow(agency: Agency, accepts: (candidate: Agency) => boolean): AgencySearch;
  byId(id: string): Agency | undefined;
}

interface DatedCode extends Validity {
  agency: Agency;
}

const faults = {
  unknown: {
    code: 'agency-unknown',
    vi: 'Mã cơ quan không có trong danh mục vào ngày này',
    en: 'The directory knows no agency of this code on that day',
  },
  split: {
    code: 'agency-split',
    vi: 'Cơ quan đã tách cho nhiều cơ quan kế thừa, cần người điều phối chọn',
    en: 'The agency was divided among several successors; a coordinator must choose',
  },
  ended: {
    code: 'agency-ended',
    vi: 'Cơ quan đã chấm dứt hoạt động và không có cơ quan kế thừa',
    en: 'The agency has ended and nobody took over',
  },
} satisfies Record<string, Fault>;

/** Whether the day lies in the stretch. */
function holdsOn({ validFrom, validTo }: Validity, onDate: string): boolean {
  return validFrom <= onDate && (validTo === undefined || onDate <= validTo);
}

/** A directory over checked data; the key of an agency is its code together with the day, never the code alone. */
export function createDirectory(agencies: readonly Agency[]): Directory {
  const byId = new Map(agencies.map((agency) => [agency.id, agency]));
  const byCode = new Map<string, DatedCode[]>();
  for (const agency of agencies)
    for (const { code, ...dates } of agency.codes) {
      const key = cleanCode(code);
      byCode.set(key, [...(byCode.get(key) ?? []), { ...dates, agency }]);
    }

  function findAgency(code: string, onDate: string): AgencySearch {
    const started = (byCode.get(cleanCode(code)) ?? []).filter(({ validFrom }) => validFrom <= onDate);
    const holder = started.find((entry) => holdsOn(entry, onDate)) ?? latest(started);
    if (holder === undefined) return lost(faults.unknown);
    return follow(holder.agency, (candidate) => holdsOn(candidate, onDate));
  }

  function follow(agency: Agency, accepts: (candidate: Agency) => boolean): AgencySearch {
    const heirs = heirsOf(agency, accepts, new Set());
    const [only, another] = heirs;
    if (another !== undefined) return lost(faults.split);
    if (only === undefined) return lost(faults.ended);
    return { found: { agency: only, via: only.id === agency.id ? 'direct' : 'successor' }, findings: [] };
  }

  /** Every nearest agency that is accepted; a chain that divides and meets again counts once. */
  function heirsOf(agency: Agency, accepts: (candidate: Agency) => boolean, seen: Set<string>): Agency[] {
    if (seen.has(agency.id)) return [];
    seen.add(agency.id);
    if (accepts(agency)) return [agency];
    return (agency.successorIds ?? []).flatMap((id) => {
      const next = byId.get(id);
      return next === undefined ? [] : heirsOf(next, accepts, seen);
    });
  }

  return { findAgency, follow, byId: (id) => byId.get(id) };
}

function latest(entries: readonly DatedCode[]): DatedCode | undefined {
  return entries.toSorted((a, b) => b.validFrom.localeCompare(a.validFrom))[0];
}

function lost(fault: Fault): AgencySearch {
  return { found: undefined, findings: [error(fault, '')] };
}
