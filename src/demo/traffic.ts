/** Citizens at the provincial portal: each submits a dossier for some commune, as the real portal sends it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../base/config/config.ts';
import type { Secrets } from '../base/secrets.ts';
import { createStore } from '../connectors/opencps/simulator-store.ts';
import type { Agency } from '../model/directory.ts';
import type { System } from '../model/system.ts';
import { groupOf, type Partner } from './partners.ts';
import { applicants } from './people.ts';
import { credentialsOf } from './simulators.ts';

export interface TrafficOptions {
  config: Config;
  secrets: Secrets;
  portal: Partner;
  gatewayUrl: string;
  count: number;
  everyMs: number;
  signal: AbortSignal;
  onError(error: Error): void;
}

export interface Sent {
  /** The portal's own key of the dossier. */
  referenceUid: string;
  receiver: System;
}

/** Sends `count` dossiers, one after another; resolves with what was accepted. Stops at once with the signal. */
export async function sendDossiers(options: TrafficOptions): Promise<Sent[]> {
  const receivers = receiversOf(options.config, new Date());
  const procedures = [...options.config.procedures.values()].filter(
    ({ tier, allowed }) => tier === 'commune' && allowed,
  );
  const sent: Sent[] = [];
  for (let index = 0; index < options.count; index += 1) {
    const receiver = receivers[index % receivers.length];
    const applicant = applicants[index % applicants.length];
    const procedure = procedures[index % procedures.length];
    if (!receiver || !applicant || !procedure || options.signal.aborted) break;
    const dossier = {
      ...{ serviceCode: `${procedure.code}.000.00.00.H55`, serviceName: procedure.name },
      ...{ govAgencyCode: receiver.code, govAgencyName: receiver.name, dossierName: procedure.name },
      ...{ applicantName: applicant.name, applicantIdNo: applicant.identity },
      ...{ contactName: applicant.name, contactTelNo: applicant.phone, contactEmail: '' },
    };
    const referenceUid = await submit(options, dossier);
    if (referenceUid !== undefined) sent.push({ referenceUid, receiver: receiver.system });
    await pause(options.everyMs, undefined, { signal: options.signal }).catch(() => {});
  }
  return sent;
}

/** The portal knows its own dossier before it tells anybody. */
async function submit(options: TrafficOptions, dossier: Record<string, string>): Promise<string | undefined> {
  const { portal, gatewayUrl, secrets, onError } = options;
  const referenceUid = randomUUID();
  createStore(portal.simulator.memory).add(referenceUid, dossier, false);
  try {
    const answer = await portal.simulator.act('submit', {
      ...{ gatewayUrl, systemId: portal.system.id, credentials: credentialsOf(portal.system, secrets) },
      input: { groupId: groupOf(portal.system), referenceUid, dossier, actionUser: dossier['applicantName'] },
    });
    if (answer.status !== 200) throw new Error(`the gateway answered ${answer.status}`);
    return referenceUid;
  } catch (error) {
    onError(error as Error);
    return undefined;
  }
}

/** Answers each request for another paper, as a citizen would. */
export function answerSupplements(options: Omit<TrafficOptions, 'config' | 'count' | 'everyMs'>): () => void {
  const { portal, gatewayUrl, secrets, signal, onError } = options;
  return portal.simulator.onReceive(({ method, path, body }) => {
    const uid = /\/dossiers\/([^/]+)\/actions$/.exec(path)?.[1];
    if (method !== 'POST' || uid === undefined) return;
    if (new URLSearchParams(Buffer.from(body).toString('utf8')).get('actionCode') !== '1300') return;
    pause(2_000, undefined, { signal })
      .then(() => {
        const referenceUid = createStore(portal.simulator.memory).find(uid)?.referenceUid ?? uid;
        return portal.simulator.act('supplement', {
          ...{ gatewayUrl, systemId: portal.system.id, credentials: credentialsOf(portal.system, secrets) },
          input: { groupId: groupOf(portal.system), referenceUid },
        });
      })
      .catch((error: Error) => signal.aborted || onError(error));
  });
}

interface Receiver {
  system: System;
  code: string;
  name: string;
}

/** Communes with a code in force today; the one with a mailbox first, so that there is something to look up. */
function receiversOf({ systems, directory }: Config, now: Date): Receiver[] {
  const today = now.toISOString().slice(0, 10);
  const communes = [...systems.values()].filter(({ role }) => role === 'commune');
  const ordered = communes.sort(
    (a, b) => Number(b.delivery === 'mailbox') - Number(a.delivery === 'mailbox'),
  );
  return ordered.flatMap((system) => {
    const agency = system.agencies.map((id) => directory.byId(id)).find((one) => one !== undefined);
    const code = agency && codeOf(agency, today);
    return agency && code ? [{ system, code, name: agency.names.at(-1)?.name ?? agency.id }] : [];
  });
}

function codeOf({ codes }: Agency, today: string): string | undefined {
  return codes.find(
    ({ scheme, validFrom, validTo = '9999' }) => scheme === 'qd20' && validFrom <= today && today <= validTo,
  )?.code;
}
