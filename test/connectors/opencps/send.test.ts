import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { opencps } from '../../../src/connectors/opencps/index.ts';
import { simulator } from '../../../src/connectors/opencps/simulator.ts';
import type { StoredDossier } from '../../../src/connectors/opencps/simulator-store.ts';
import type { SendInput, WireResponse } from '../../../src/kit/connector.ts';
import { startSimulator } from '../../../src/kit/simulator.ts';
import { MappingGap } from '../../../src/model/errors.ts';
import type { Message } from '../../../src/model/message.ts';
import type { System } from '../../../src/model/system.ts';
import { runSend } from '../run-send.ts';
import { attachment, dossier, dossierNo, fileBytes, oneStop, portal, uid } from './fixtures.ts';
import { received } from './received.ts';

const occurredAt = '2026-11-18T08:30:15+07:00';
const secret = 'only-for-tests';
const accepted: Message = {
  kind: 'dossier.status-changed',
  occurredAt,
  dossier: { ...dossier, code: dossierNo, receivedAt: occurredAt },
  status: { state: 'accepted' },
};

function inputOf(message: Message, system: System = oneStop): SendInput {
  const view = {
    dossier: { ...dossier, ...message.dossier },
    status: message.status ?? null,
    statusAt: null,
  };
  return { deliveryId: 'd', message, dossier: view, system, fileUrl: (file) => file };
}

function stepsOf(message: Message, system: System = oneStop) {
  return opencps.sends[message.kind]?.steps(inputOf(message, system)) ?? [];
}

function answer(status: number, json: unknown): WireResponse {
  return { status, headers: {}, text: JSON.stringify(json) ?? '<html>', json };
}

const publishing: System = { ...portal, settings: { ...portal.settings, statusBy: 'publish' } };

describe('success', () => {
  const [look] = stepsOf({ ...accepted, dossier: { ids: dossier.ids } });
  const judged = (status: number, json: unknown) => look?.judge(answer(status, json), {});

  it('is not 203: that is the whole system shut for us', () => {
    expect(judged(203, { message: 'x', code: 203, description: 'x' })).toEqual({
      outcome: 'unavailable',
      scope: 'system',
      reason: 'not-authenticated',
    });
  });

  it('is not 203 without a word either', () => {
    expect(judged(203, { dossierId: 1 })).toMatchObject({ outcome: 'unavailable', scope: 'system' });
  });

  it('is not a page', () => {
    expect(judged(200, undefined)).toMatchObject({ outcome: 'ambiguous' });
  });

  it('is not 403 with words: that is no', () => {
    expect(judged(403, { message: 'No Content.', code: 403, description: 'x' })).toMatchObject({
      outcome: 'rejected',
    });
    expect(judged(200, { message: 'No Content.', code: 403, description: 'x' })).toMatchObject({
      outcome: 'rejected',
    });
  });

  it('of a copy is the status that was sent; 200 with the old one is a refusal', () => {
    const [publish] = stepsOf(accepted, publishing);
    const status = (dossierStatus: string) =>
      answer(200, { dossierId: 1, dossierStatus, dossierSubStatus: '' });
    expect(publish?.judge(status('new'), {})).toMatchObject({ outcome: 'delivered' });
    expect(publish?.judge(status('processing'), {})).toEqual({ outcome: 'rejected', reason: 'unchanged' });
  });
});

describe('towards a portal', () => {
  it('tells the number first, then the action', () => {
    expect(stepsOf(accepted, portal).map(({ name }) => name)).toEqual(['inform', 'look', 'action']);
  });

  it('sends papers of the system to the newer interface', () => {
    const paper = { ...attachment, role: 'document' as const };
    const message = { ...accepted, dossier: { ...dossier, attachments: [paper] } };
    const [, document] = stepsOf(message, portal);
    expect(document?.request({})?.path).toBe(`/o/rest/v2_1/dossiers/${uid}/documents`);
  });

  it('says the source words of a status again, and its own for a state of somebody else', () => {
    const form = (message: Message) => stepsOf(message, publishing)[0]?.request({})?.body as { form: object };
    const status = {
      state: 'in-progress' as const,
      source: { code: 'handover', text: 'Chuyển', subCode: 'h_2' },
    };
    const own = { ...accepted, status, extensions: { opencps: { dossier: { dossierTemplateNo: 'X' } } } };
    expect(form(own).form).toMatchObject({ dossierStatus: 'handover', dossierSubStatus: 'h_2' });
    expect(form({ ...accepted, status }).form).toMatchObject({
      dossierStatus: 'processing',
      dossierSubStatus: '',
    });
  });

  it('reads a copy back as it was sent', () => {
    const twin = received.find(({ door }) => door === 'publish')?.canonical[0] as Message;
    const request = stepsOf(twin, publishing)[0]?.request({});
    const body = request?.body && 'form' in request.body ? request.body.form : {};
    const door = opencps.doors.find(({ name }) => name === 'publish');
    const base = { system: oneStop, params: {}, query: {}, files: [], receivedAt: occurredAt };
    expect(door?.read({ ...base, body })).toMatchObject({ messages: [{ message: twin }] });
  });
});

describe('what cannot be said', () => {
  it('is a gap for a developer: a template nobody configured, an attachment that is only a link', () => {
    const submitted: Message = { kind: 'dossier.submitted', occurredAt, dossier: { ...dossier } };
    expect(() => stepsOf(submitted, { ...oneStop, settings: { groupId: 1 } })).toThrow(MappingGap);
    const linked = { ...dossier, attachments: [{ id: 'l', url: 'https://portal.example/l' }] };
    expect(() => stepsOf({ ...submitted, dossier: linked })).toThrow(MappingGap);
  });
});

describe('an action', () => {
  const message: Message = {
    kind: 'supplement.requested',
    occurredAt,
    dossier: { ids: dossier.ids },
    supplement: { reason: 'Thiếu bản sao' },
  };
  const action = stepsOf(message).find(({ name }) => name === 'action');
  const seen = (lastActionDate: string) => ({
    look: { dossierId: 1, lastActionCode: '1300', lastActionNote: 'Thiếu bản sao', lastActionDate },
  });

  it('is left out when the look shows that it ran after our event', () => {
    expect(action?.request(seen('18/11/2026 08:31:00'))).toBeNull();
  });

  it('is sent when the same one ran before: a second supplement request is real', () => {
    expect(action?.request(seen('10/11/2026 09:00:00'))).not.toBeNull();
  });

  it('sent again as a whole runs once', async () => {
    await using partner = await startSimulator(simulator, { settings: { known: [uid] } });
    const now = { ...message, occurredAt: new Date(Date.now() - 5_000).toISOString() };
    for (let round = 0; round < 2; round += 1) {
      expect(await runSend(opencps, inputOf(now), { url: partner.url, secret })).toMatchObject({
        outcome: 'delivered',
      });
    }
    const kept = partner.memory.read<Record<string, StoredDossier>>('dossiers', {})[uid];
    expect(kept?.actions).toHaveLength(1);
  });
});

describe('against the simulated OpenCPS', () => {
  it('brings the bytes of a file unchanged and makes one dossier of two deliveries', async () => {
    await using partner = await startSimulator(simulator);
    const submitted: Message = {
      kind: 'dossier.submitted',
      occurredAt,
      dossier: { ...dossier, attachments: [attachment] },
    };
    const options = { url: partner.url, secret, openFile: async () => Readable.from([fileBytes]) };
    for (let round = 0; round < 2; round += 1) {
      expect(await runSend(opencps, inputOf(submitted), options)).toMatchObject({ outcome: 'delivered' });
    }
    const kept = Object.values(partner.memory.read<Record<string, StoredDossier>>('dossiers', {}));
    expect(kept).toHaveLength(1);
    expect(kept[0]?.files[attachment.id]?.base64).toBe(fileBytes.toString('base64'));
  });

  it('notices that its own dossier was not changed by a copy', async () => {
    await using partner = await startSimulator(simulator, { settings: { known: [uid] } });
    const options = { url: partner.url, secret };
    expect(await runSend(opencps, inputOf(accepted, publishing), options)).toMatchObject({
      outcome: 'rejected',
      reason: 'unchanged',
    });
  });

  it('notices that nobody is logged in', async () => {
    await using partner = await startSimulator(simulator, {
      settings: { username: 'gateway', password: 'other' },
    });
    expect(await runSend(opencps, inputOf(accepted), { url: partner.url, secret })).toMatchObject({
      outcome: 'unavailable',
      reason: 'not-authenticated',
    });
  });
});
