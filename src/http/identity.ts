/** Who calls. Nobody, somebody unknown and a wrong secret get the same answer after the same work. */
import { NotGranted, UnknownSender } from '../model/errors.ts';
import type { System } from '../model/system.ts';
import type { Identity, Needs } from './needs.ts';

type Vault = Pick<Needs, 'systemById' | 'verifySecret'>;

interface Presented {
  type: 'api-key' | 'basic';
  user: string;
  secret: string;
}

/** `/v1`: a Bearer key `<systemId>.<secret>`. Throws `UnknownSender`. */
export function identifyByKey(vault: Vault, header: string | undefined): Identity {
  const presented = readHeader(header);
  const system = presented?.type === 'api-key' ? vault.systemById(presented.user) : undefined;
  return proven(vault, system, presented);
}

/** `/in/<system>`: the credential of exactly that system, HTTP Basic or its API key. Throws `UnknownSender`. */
export function identifyAtDoor(vault: Vault, header: string | undefined, systemId: string): Identity {
  return proven(vault, vault.systemById(systemId), readHeader(header));
}

/** A system whose sending is disabled may look and fetch, not say anything (`NotGranted`). */
export function mustBeSending({ status }: System): void {
  if (status === 'sending-disabled') throw new NotGranted('sending is disabled');
}

function proven(vault: Vault, system: System | undefined, presented: Presented | null): Identity {
  const inbound = system?.credentials.inbound;
  const secretFits = vault.verifySecret(inbound?.secret ?? '', presented?.secret ?? '');
  const user = inbound?.type === 'basic' ? (inbound.username ?? system?.id) : system?.id;
  const fits = secretFits && presented !== null && inbound !== undefined;
  if (!system || !fits || presented.type !== inbound.type || presented.user !== user) {
    throw new UnknownSender('unknown system or wrong secret');
  }
  return { system };
}

function readHeader(header: string | undefined): Presented | null {
  const [, scheme = '', value = ''] = /^(bearer|basic) +([^\s]{1,1000})$/i.exec(header ?? '') ?? [];
  if (scheme === '') return null;
  if (scheme.toLowerCase() === 'bearer') {
    const split = Math.max(0, value.lastIndexOf('.'));
    return { type: 'api-key', user: value.slice(0, split), secret: value.slice(split + 1) };
  }
  const text = Buffer.from(value, 'base64').toString('utf8');
  const split = text.indexOf(':');
  return split === -1 ? null : { type: 'basic', user: text.slice(0, split), secret: text.slice(split + 1) };
}
