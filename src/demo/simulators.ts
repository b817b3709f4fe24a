/** Which simulator plays which system, and what it must know to be that system. */
import type { Secrets } from '../base/secrets.ts';
import { simulator as opencps } from '../connectors/opencps/simulator.ts';
import { simulator as standard } from '../connectors/standard/simulator.ts';
import type { Simulator } from '../kit/simulator.ts';
import type { System } from '../model/system.ts';

const simulators: ReadonlyMap<string, Simulator> = new Map([opencps, standard].map((one) => [one.id, one]));

/** The simulator of a dialect; throws for one that has none. */
export function simulatorOf({ connector }: Pick<System, 'connector'>): Simulator {
  const found = simulators.get(connector);
  if (found === undefined) throw new Error(`connector ${connector} has no simulator`);
  return found;
}

/** What the simulated system expects of us when we call it. */
export function expectedOf({ credentials: { outbound } }: System, secrets: Secrets): Record<string, unknown> {
  const secret = outbound?.secret === undefined ? undefined : secrets.read(outbound.secret);
  if (outbound === undefined || secret === undefined) return {};
  if (outbound.type === 'basic') return { username: outbound.username ?? '', password: secret };
  return outbound.type === 'webhook-signature' ? { secret } : {};
}

export interface Credentials {
  apiKey?: string;
  username?: string;
  password?: string;
}

/** How the simulated system proves itself at our doors; empty when only a hash of its key is here. */
export function credentialsOf({ id, credentials: { inbound } }: System, secrets: Secrets): Credentials {
  const plain = inbound === undefined ? undefined : secrets.read(`${inbound.secret}.plain`);
  if (inbound === undefined || plain === undefined) return {};
  // The name before the dot says whose key it is.
  if (inbound.type === 'api-key') return { apiKey: `${id}.${plain}` };
  return { username: inbound.username ?? '', password: plain };
}
