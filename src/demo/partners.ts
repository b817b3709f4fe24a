/** Every configured system, simulated on this machine. */
import path from 'node:path';
import type { Secrets } from '../base/secrets.ts';
import { type RunningSimulator, startSimulator } from '../kit/simulator.ts';
import type { System } from '../model/system.ts';
import { credentialsOf, expectedOf, simulatorOf } from './simulators.ts';

export interface Partner {
  system: System;
  simulator: RunningSimulator;
}

export interface Partners extends AsyncDisposable {
  all: readonly Partner[];
  /** Their addresses by system id, in place of the configured ones. */
  baseUrls: Readonly<Record<string, string>>;
}

export interface PartnerOptions {
  systems: Iterable<System>;
  secrets: Secrets;
  /** Where each keeps what it knows. */
  dataDir: string;
  gatewayUrl: string;
}

/** How long a simulated official takes for each step. */
const delaysMs = { accept: 1_500, progress: 2_000, result: 2_500, finish: 2_000 };

/** Starts a simulator for each system that is called; one-stop software works off what it receives. */
export async function startPartners(options: PartnerOptions): Promise<Partners> {
  const pushed = [...options.systems].filter(({ delivery }) => delivery === 'push');
  const all: Partner[] = [];
  const stop = async () => {
    await Promise.all(all.map(({ simulator }) => simulator[Symbol.asyncDispose]()));
  };
  try {
    for (const [index, system] of pushed.entries()) {
      all.push({ system, simulator: await startPartner(system, { ...options, index }) });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const baseUrls = Object.fromEntries(all.map(({ system, simulator }) => [system.id, simulator.url]));
  return { all, baseUrls, [Symbol.asyncDispose]: stop };
}

async function startPartner(
  system: System,
  options: PartnerOptions & { index: number },
): Promise<RunningSimulator> {
  const { secrets, dataDir, gatewayUrl, index } = options;
  const autopilot = {
    ...{ gatewayUrl, systemId: system.id, credentials: credentialsOf(system, secrets) },
    groupId: groupOf(system),
    // Every third one first asks for another paper.
    delaysMs: index % 3 === 0 ? { ...delaysMs, supplement: 2_000 } : delaysMs,
  };
  const simulator = await startSimulator(simulatorOf(system), {
    system,
    dataDir: path.join(dataDir, 'simulators', system.id),
    settings: { ...expectedOf(system, secrets), ...(works(system) && { autopilot }) },
  });
  // They all number by the same pattern, and two dossiers with one number would be a conflict of identity.
  const { memory } = simulator;
  if (memory.read('counter', 0) < index * 100) memory.write('counter', index * 100);
  return simulator;
}

/** The provincial software only keeps copies; a portal submits and listens. */
const works = ({ role }: System): boolean => !['portal', 'national-portal', 'provincial'].includes(role);

/** The site id of an OpenCPS. */
export const groupOf = ({ settings }: Pick<System, 'settings'>): string => String(settings['groupId'] ?? '');
