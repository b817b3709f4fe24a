/** Whether the directory makes sense in itself: dates, codes, successors. */
import type { Agency, DirectoryFile } from '../../../schemas/config/directory.schema.ts';
import { parseAgencyCode } from '../../model/agency-code.ts';
import type { Validity } from '../../model/directory.ts';
import type { Finding } from '../../model/finding.ts';
import { fault } from './faults.ts';
import type { ConfigFile } from './read-files.ts';

interface UsedCode extends Validity {
  agencyId: string;
}

/** Every fault of the directory's agencies. */
export function checkDirectory({ data, name: file }: ConfigFile<DirectoryFile>): Finding[] {
  const agencies = data?.agencies ?? [];
  const byId = new Map(agencies.map((agency) => [agency.id, agency]));
  const used = new Map<string, UsedCode[]>();
  return agencies.flatMap((agency, index) => {
    const at = `/agencies/${index}`;
    return [
      ...(byId.get(agency.id) === agency ? [] : [fault('twice', file, `${at}/id`)]),
      ...checkDates(agency, file, at),
      ...checkCodes(agency, { used, file, at }),
      ...checkKin(agency, { byId, file, at }),
    ];
  });
}

function checkDates(agency: Agency, file: string, at: string): Finding[] {
  const dated: [string, Validity][] = [
    ['', agency],
    ...agency.names.map((name, n): [string, Validity] => [`/names/${n}`, name]),
    ...agency.codes.map((code, n): [string, Validity] => [`/codes/${n}`, code]),
  ];
  return dated
    .filter(([, { validFrom, validTo }]) => validTo !== undefined && validTo < validFrom)
    .map(([place]) => fault('dates', file, `${at}${place}/validTo`));
}

function checkCodes(
  agency: Agency,
  { used, file, at }: { used: Map<string, UsedCode[]>; file: string; at: string },
): Finding[] {
  return agency.codes.flatMap((entry, n) => {
    const parsed = parseAgencyCode(entry.code).value;
    if (parsed?.scheme !== entry.scheme) return [fault('code', file, `${at}/codes/${n}/code`)];
    const earlier = used.get(parsed.code) ?? [];
    used.set(parsed.code, [...earlier, { ...entry, agencyId: agency.id }]);
    const clash = earlier.some((other) => other.agencyId !== agency.id && overlap(other, entry));
    return clash ? [fault('codeTwice', file, `${at}/codes/${n}/code`)] : [];
  });
}

function checkKin(
  agency: Agency,
  { byId, file, at }: { byId: ReadonlyMap<string, Agency>; file: string; at: string },
): Finding[] {
  const findings = (agency.successorIds ?? []).flatMap((id, n) =>
    byId.has(id) ? [] : [fault('successor', file, `${at}/successorIds/${n}`)],
  );
  if (agency.parentId !== undefined && !byId.has(agency.parentId))
    findings.push(fault('agency', file, `${at}/parentId`));
  if (leadsBack(agency, byId)) findings.push(fault('cycle', file, `${at}/successorIds`));
  return findings;
}

function leadsBack(start: Agency, byId: ReadonlyMap<string, Agency>): boolean {
  const seen = new Set<string>();
  const open = [...(start.successorIds ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === start.id) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(byId.get(id)?.successorIds ?? []));
  }
  return false;
}

function overlap(a: Validity, b: Validity): boolean {
  const last = '9999-12-31';
  return a.validFrom <= (b.validTo ?? last) && b.validFrom <= (a.validTo ?? last);
}
