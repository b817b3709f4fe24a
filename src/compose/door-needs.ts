import type { Config } from '../base/config/config.ts';
import type { Secrets } from '../base/secrets.ts';
import type { KnockAt } from '../exchange/receive.ts';
import type { DossierTimeline, Needs, Readiness } from '../http/needs.ts';
import type { Connector, WireAnswer } from '../kit/connector.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Receipt, Submission } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Message } from '../model/message.ts';

export interface DoorParts {
  config(): Config;
  secrets: Secrets;
  ledger: Ledger;
  connectors: ReadonlyMap<string, Connector>;
  accept(submission: Submission): Promise<Receipt[]>;
  receive(knock: KnockAt): Promise<WireAnswer>;
  checkMessage(value: unknown): Finding[];
  ready(): Promise<Readiness>;
}

/** What the doors need, from the parts that have it. */
export function doorNeeds(parts: DoorParts): Needs {
  const { config, secrets, ledger } = parts;
  const { search, mailbox, files } = ledger;
  return {
    systemById: (id) => config().systems.get(id),
    systems: () => config().systems.values(),
    verifySecret: (name, presented) => secrets.verify(name, presented),
    accept: parts.accept,
    check: parts.checkMessage,
    refused: (intake) => ledger.intakes.refused(intake),
    exchange: (systemId, id) => search.exchange(systemId, id),
    exchangesAfter: (systemId, after, limit) => search.exchangesAfter(systemId, after, limit),
    dossier: (systemId, code) => timelineOf(ledger, systemId, code),
    mailbox: {
      async lease(systemId, max, leaseMs) {
        const letters = await mailbox.lease(systemId, max, leaseMs);
        return letters.map((letter) => ({ ...letter, message: withoutExtensions(letter.message) }));
      },
      ack: mailbox.ack,
      nack: (systemId, deliveryId, leaseToken, how) =>
        mailbox.nack(systemId, { deliveryId, leaseToken, ...how }),
      extend: mailbox.extend,
    },
    storeFile: (systemId, meta, bytes, limitBytes) => files.store({ systemId, ...meta }, bytes, limitBytes),
    async openFile(systemId, file) {
      const found = await files.openFor(systemId, file);
      if (!found) return null;
      const { fileName, mediaType, sizeBytes, stream } = found;
      return {
        sizeBytes,
        stream,
        ...(fileName !== null && { fileName }),
        ...(mediaType !== null && { mediaType }),
      };
    },
    partnerDoors: parts.connectors,
    knock: parts.receive,
    ready: parts.ready,
  };
}

/** What dialects said in words of their own is for systems of that dialect only. */
function withoutExtensions({ extensions: _others, ...message }: Message): Message {
  return message;
}

/** A dossier as a system that takes part in it may see it. */
async function timelineOf(
  { search }: Ledger,
  systemId: string,
  code: string,
): Promise<DossierTimeline | null> {
  const found = await search.dossier(code, systemId);
  if (!found) return null;
  const story = await search.story(found.dossierId, null);
  const known = story.map(({ dossier }) => dossier.code).findLast((one) => one !== undefined);
  return {
    dossierId: found.dossierId,
    code: known ?? null,
    state: found.status?.state ?? null,
    statusAt: found.status?.at ?? null,
    events: found.timeline.map(({ exchangeId, kind, source, occurredAt, acceptedAt, stated }) => ({
      exchangeId,
      kind,
      from: source,
      occurredAt,
      acceptedAt,
      state: stated,
    })),
  };
}
