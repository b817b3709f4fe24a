import type { Connector, Door, DoorReceipt, DoorRequest, Reading, WireAnswer } from '../kit/connector.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { InvalidMessage, NotFound } from '../model/errors.ts';
import type { ReadMessage, Receipt, Submission } from '../model/exchange.ts';
import { type Finding, hasError } from '../model/finding.ts';
import { foldDossier } from './dossier-view.ts';

/** One request at a connector's door, read and authenticated. */
export interface KnockAt extends Omit<DoorRequest, 'key'> {
  door: { name: string };
  raw: Buffer;
  mediaType: string;
}

export interface ReceiveNeeds {
  connector(id: string): Connector | undefined;
  ledger: {
    intakes: Pick<Ledger['intakes'], 'fragment' | 'openFragments' | 'numberOf' | 'keyOf'>;
    search: Pick<Ledger['search'], 'dossier' | 'story'>;
  };
  accept(submission: Submission): Promise<Receipt[]>;
  /** The wire's schema. */
  checkWire(schema: object, value: unknown): readonly Finding[];
  /** The canonical schema and the rules of the field. */
  checkMessage(value: unknown): readonly Finding[];
}

/** Reads what a partner says at its door, keeps it, and answers in the partner's own words. */
export function createReceive(needs: ReceiveNeeds) {
  return async (knock: KnockAt): Promise<WireAnswer> => {
    const door = findDoor(needs, knock);
    const request = await withKey(needs, door, knock);
    if (door.schema) refuse(needs.checkWire(door.schema, request.body));
    const reading = door.read(request);
    const receipt = await keep(needs, { knock, door, reading });
    return door.answer(receipt, request);
  };
}

/** A door by its name; the composition root also uses it for `receive <system> <file>`. */
function findDoor({ connector }: ReceiveNeeds, { system, door }: KnockAt): Door {
  const found = connector(system.connector)?.doors.find(({ name }) => name === door.name);
  if (!found) throw new NotFound('there is no such door');
  return found;
}

/** The path may name a dossier by the number we gave or by the caller's own key. */
async function withKey({ ledger }: ReceiveNeeds, door: Door, knock: KnockAt): Promise<DoorRequest> {
  const reference = door.reference === undefined ? undefined : knock.params[door.reference];
  if (reference === undefined) return knock;
  const { system } = knock;
  const key = await ledger.intakes.keyOf(system.id, reference);
  if (key !== null) return { ...knock, key };
  // Never named to us by this caller, but perhaps by somebody else: its own key is as good.
  const known = await ledger.search.dossier(reference, system.id);
  if (!known) throw new NotFound('no dossier has this id');
  return { ...knock, key: reference };
}

interface Kept {
  knock: KnockAt;
  door: Door;
  reading: Reading;
}

async function keep(needs: ReceiveNeeds, { knock, door, reading }: Kept): Promise<DoorReceipt> {
  const { system, raw, mediaType } = knock;
  const from = { systemId: system.id, door: `${door.method} ${door.path}`, raw, mediaType };
  if (reading.type === 'fragment') {
    const { assembly, part, data } = reading;
    const number = await needs.ledger.intakes.fragment({ ...from, assembly, part, data });
    return { number, key: assembly, receipts: [] };
  }
  if (reading.type === 'question') return answerQuestion(needs, system.id, reading.key);
  if (reading.type === 'messages')
    return { receipts: await acceptChecked(needs, { ...from, messages: reading.messages }) };
  const fragments = await needs.ledger.intakes.openFragments(system.id, reading.assembly);
  const messages = reading.assemble(fragments);
  const receipts = await acceptChecked(needs, {
    ...from,
    messages,
    fragmentIds: fragments.map(({ id }) => id),
  });
  return {
    number: await needs.ledger.intakes.numberOf(system.id, reading.assembly),
    key: reading.assembly,
    receipts,
  };
}

async function answerQuestion({ ledger }: ReceiveNeeds, systemId: string, key: string): Promise<DoorReceipt> {
  const found = await ledger.search.dossier(key, systemId);
  if (!found) throw new NotFound('no dossier has this id');
  const story = await ledger.search.story(found.dossierId, null);
  const latest = story.at(-1);
  const number = await ledger.intakes.numberOf(systemId, key);
  return { number, key, receipts: [], ...(latest && { dossier: foldDossier(story, latest) }) };
}

function acceptChecked(needs: ReceiveNeeds, submission: Submission): Promise<Receipt[]> {
  const messages = submission.messages.map((read) => checked(needs, read));
  return needs.accept({ ...submission, messages });
}

function checked({ checkMessage }: ReceiveNeeds, read: ReadMessage): ReadMessage {
  const findings = checkMessage(read.message);
  refuse(findings);
  return { ...read, findings: [...read.findings, ...findings] };
}

function refuse(findings: readonly Finding[]): void {
  if (hasError(findings)) throw new InvalidMessage('the message is not valid', { findings });
}
