import { describe, expect, test } from 'vitest';
import { contentHash, type ReceivedLine, type SentLine } from './harness/history.ts';
import { holds, judge } from './judge.ts';
import { type Load, makeMessage, messageId, receiverOf } from './load.ts';

const load: Load = { run: 'doctored', dossiers: 4, perDossier: 5, receivers: ['a', 'b'], since: 0 };

/** Histories of a gateway that kept every promise. */
function faithful(): { sent: SentLine[]; received: ReceivedLine[] } {
  const sent: SentLine[] = [];
  const received: ReceivedLine[] = [];
  for (let sequence = 1; sequence <= load.perDossier; sequence += 1) {
    for (let dossier = 0; dossier < load.dossiers; dossier += 1) {
      const id = messageId(load, { dossier, sequence });
      const receiver = receiverOf(load, dossier);
      const hash = contentHash(makeMessage(load, { dossier, sequence }));
      const at = sent.length;
      sent.push({ event: 'invoked', messageId: id, dossier: `d${dossier}`, sequence, receiver, hash, at });
      const accepted = { state: 'accepted', duplicate: false, tries: 1, at };
      sent.push({ event: 'accepted', messageId: id, exchangeId: `x-${id}`, ...accepted });
      received.push({ receiver, deliveryId: `w-${id}`, messageId: id, hash, at });
    }
  }
  return { sent, received };
}

/** The histories above with the receivers' one changed. */
function doctored(change: (received: ReceivedLine[]) => void) {
  const { sent, received } = faithful();
  change(received);
  return judge(sent, received);
}

/** Every place in the history: what the judge must see, it must see anywhere. */
const places = Array.from({ length: load.dossiers * load.perDossier }, (_, index) => index);

const at = (received: readonly ReceivedLine[], index: number) => received[index] as ReceivedLine;

describe('the judge', () => {
  test('finds nothing wrong with a faithful history', () => {
    const verdict = doctored(() => {});
    expect(verdict).toMatchObject({ accepted: 20, delivered: 20, duplicates: 0 });
    expect(holds(verdict)).toBe(true);
  });

  test.each(places)('flags an accepted message that never arrived (place %i)', (place) => {
    const verdict = doctored((received) => received.splice(place, 1));
    expect(verdict.lost).toHaveLength(1);
    expect(holds(verdict)).toBe(false);
  });

  test.each(places.slice(load.dossiers))('flags two messages of one dossier swapped (place %i)', (place) => {
    const verdict = doctored((received) => {
      const [here, before] = [at(received, place), at(received, place - load.dossiers)];
      received[place] = before;
      received[place - load.dossiers] = here;
    });
    expect(verdict.reordered).toHaveLength(1);
    expect(holds(verdict)).toBe(false);
  });

  test.each(places)('flags a duplicate under a new delivery id (place %i)', (place) => {
    const verdict = doctored((received) => received.push({ ...at(received, place), deliveryId: 'new' }));
    expect(verdict.strangers).toHaveLength(1);
    expect(holds(verdict)).toBe(false);
  });

  test.each(places)('flags one altered byte (place %i)', (place) => {
    const where = { dossier: place % load.dossiers, sequence: Math.floor(place / load.dossiers) + 1 };
    const text = JSON.stringify(makeMessage(load, where));
    const bytes = Buffer.from(text.replace('Giấy', 'Giây'));
    const verdict = doctored((received) => {
      received[place] = { ...at(received, place), hash: contentHash(JSON.parse(bytes.toString())) };
    });
    expect(verdict.altered).toHaveLength(1);
    expect(holds(verdict)).toBe(false);
  });

  test('allows a duplicate with the same delivery id, and counts it', () => {
    const verdict = doctored((received) => received.push({ ...at(received, 3) }));
    expect(verdict.duplicates).toBe(1);
    expect(holds(verdict)).toBe(true);
  });

  test('is not misled by a late duplicate: only first receipts make the order', () => {
    const verdict = doctored((received) => received.push({ ...at(received, 0) }));
    expect(verdict.reordered).toEqual([]);
  });

  test('flags a message nobody sent', () => {
    const stray = { receiver: 'a', deliveryId: 'w', messageId: 'nobody', hash: '', at: 0 };
    expect(doctored((received) => received.push(stray)).phantoms).toEqual(['a nobody']);
  });

  test('flags a message at the wrong receiver, which also leaves it lost', () => {
    const verdict = doctored((received) => {
      received[0] = { ...at(received, 0), receiver: 'b' };
    });
    expect(verdict.phantoms).toHaveLength(1);
    expect(verdict.lost).toHaveLength(1);
  });

  test('flags one delivery id used for two messages', () => {
    const verdict = doctored((received) => {
      received[1] = { ...at(received, 1), deliveryId: at(received, 0).deliveryId };
    });
    expect(verdict.strangers).toHaveLength(1);
  });

  test('flags a good message that was held, quarantined or refused', () => {
    const { sent, received } = faithful();
    const held = sent.map((line, index) => (index === 1 ? { ...line, state: 'held' } : line) as SentLine);
    expect(judge(held, received).mistreated).toHaveLength(1);
  });

  test('does not demand a message whose acceptance the sender never saw, but allows it', () => {
    const { sent, received } = faithful();
    const unknown = sent.filter((_, index) => index !== sent.length - 1);
    expect(holds(judge(unknown, received))).toBe(true);
    expect(holds(judge(unknown, received.slice(0, -1)))).toBe(true);
  });
});
