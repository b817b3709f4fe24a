/** Whether what the files say about each other is true. */
import type { Route } from '../../../schemas/config/routes.schema.ts';
import type { Finding } from '../../model/finding.ts';
import type { System } from '../../model/system.ts';
import type { Secrets } from '../secrets.ts';
import { fault } from './faults.ts';
import type { ConfigFiles } from './read-files.ts';

/** Faults of systems against the directory; skipped while the directory itself cannot be read. */
export function checkAgencies(
  systems: readonly System[],
  { systems: file, directory }: ConfigFiles,
): Finding[] {
  if (directory.data === undefined) return [];
  const known = new Set(directory.data.agencies.map(({ id }) => id));
  const served = new Set<string>();
  return systems.flatMap(({ agencies }, index) =>
    agencies.flatMap((id, position) => {
      const at = `/systems/${index}/agencies/${position}`;
      if (!known.has(id)) return [fault('agency', file.name, at)];
      if (served.has(id)) return [fault('servedTwice', file.name, at)];
      served.add(id);
      return [];
    }),
  );
}

/** Secrets that a system names and nobody has. */
export function checkSecrets(
  systems: readonly System[],
  file: string,
  secrets: Pick<Secrets, 'read'>,
): Finding[] {
  return systems.flatMap(({ credentials }, index) =>
    (['inbound', 'outbound'] as const).flatMap((way) => {
      const name = credentials[way]?.secret;
      if (name === undefined || secrets.read(name) !== undefined) return [];
      return [fault('secret', file, `/systems/${index}/credentials/${way}/secret`)];
    }),
  );
}

/** Faults of routes against systems and procedures; each only as far as the other file could be read. */
export function checkRoutes(systems: readonly System[], files: ConfigFiles): Finding[] {
  const known = {
    systems: files.systems.data && new Set(systems.map(({ id }) => id)),
    roles: files.systems.data && new Set<string>(systems.map(({ role }) => role)),
    procedures: files.procedures.data && new Set(files.procedures.data.procedures.map(({ code }) => code)),
  };
  const file = files.routes.name;
  return (files.routes.data?.routes ?? []).flatMap((route, index) =>
    namesIn(route).flatMap(({ of, name, at }) => {
      const list = known[of];
      if (list === undefined || list.has(name)) return [];
      const kind = { systems: 'system', roles: 'role', procedures: 'procedure' } as const;
      return [fault(kind[of], file, `/routes/${index}${at}`)];
    }),
  );
}

interface NameInRoute {
  of: 'systems' | 'roles' | 'procedures';
  name: string;
  at: string;
}

function namesIn({ from, procedures = [], to }: Route): NameInRoute[] {
  return [
    ...(from?.systems ?? []).map(
      (name, n): NameInRoute => ({ of: 'systems', name, at: `/from/systems/${n}` }),
    ),
    ...(from?.roles ?? []).map((name, n): NameInRoute => ({ of: 'roles', name, at: `/from/roles/${n}` })),
    ...procedures.map((name, n): NameInRoute => ({ of: 'procedures', name, at: `/procedures/${n}` })),
    ...to.flatMap((target, n): NameInRoute[] => {
      if (typeof target === 'string') return [];
      if ('system' in target) return [{ of: 'systems', name: target.system, at: `/to/${n}/system` }];
      return [{ of: 'roles', name: target.role, at: `/to/${n}/role` }];
    }),
  ];
}
