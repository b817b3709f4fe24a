import { describe, expect, it } from 'vitest';
import { opencps } from '../../../src/connectors/opencps/index.ts';
import type { DoorRequest, Fragment, Reading } from '../../../src/kit/connector.ts';
import { InvalidMessage, NotFound } from '../../../src/model/errors.ts';
import type { ReadMessage } from '../../../src/model/exchange.ts';
import type { System } from '../../../src/model/system.ts';
import { dossier, form, oneStop, portal, receivedAt, uid } from './fixtures.ts';

type Asked = Partial<DoorRequest>;

function doorOf(name: string) {
  const door = opencps.doors.find((one) => one.name === name);
  if (door === undefined) throw new Error(`no door ${name}`);
  return door;
}

function ask(name: string, asked: Asked): Reading {
  const base = { system: oneStop, params: {}, query: {}, body: {}, files: [], receivedAt };
  return doorOf(name).read({ ...base, ...asked });
}

function fragment(name: string, asked: Asked): Fragment {
  const reading = ask(name, asked);
  if (reading.type !== 'fragment') throw new Error('no fragment');
  return { id: '1', part: reading.part, data: reading.data, receivedAt };
}

/** The one message that an action closes. */
function closed(
  body: Record<string, string>,
  fragments: Fragment[] = [],
  system: System = oneStop,
): ReadMessage {
  const reading = ask('action', { params: { id: uid }, key: uid, body, system });
  if (reading.type !== 'closing') throw new Error('no closing');
  const [read] = reading.assemble(fragments);
  if (read === undefined) throw new Error('no message');
  return read;
}

function told(name: string, body: Record<string, string>, asked: Asked = {}): ReadMessage {
  const reading = ask(name, { body, ...asked });
  if (reading.type !== 'messages' || reading.messages[0] === undefined) throw new Error('no message');
  return reading.messages[0];
}

const posted = form('post_dossier.form.json');
const published = form('publish_dossier.form.json');
const submittedWith = (more: Record<string, string>) =>
  closed({ actionCode: '1100' }, [fragment('dossier', { body: { ...posted, ...more } })]).message;

describe('values of an OpenCPS form', () => {
  it('reads the word null and empty text as nothing', () => {
    const { postalReturn, note } = submittedWith({ applicantNote: 'null', postalTelNo: '' }).dossier;
    expect([postalReturn, note]).toEqual([undefined, undefined]);
  });

  it('reads 0 as no date and refuses what is no date at all', () => {
    expect(told('publish', { ...published, dueDate: '0' }).message.dossier.dueAt).toBeUndefined();
    expect(() => closed({ actionCode: '1200', payload: '{"dueDate":"mai"}' })).toThrow(InvalidMessage);
  });

  it('never moves the day behind a false Z', () => {
    const { applicant } = submittedWith({ applicantIdDate: '2021-07-15T23:30:00.000Z' }).dossier;
    expect(applicant?.identity?.issuedOn).toBe('2021-07-15');
  });

  it('keeps leading zeros of numbers and codes', () => {
    const { applicant, contact } = submittedWith({}).dossier;
    expect([applicant?.identity?.number, contact?.phone, applicant?.address?.units?.[1]?.code]).toEqual([
      '019190990001',
      '0912000123',
      '05443',
    ]);
  });

  it('keeps a word for the applicant that the dialect does not define', () => {
    const { dossier: read, extensions } = submittedWith({ applicantIdType: 'hoKinhDoanh' });
    expect(read.applicant?.type).toBe('other');
    expect(extensions?.['opencps']?.['dossier']).toMatchObject({ applicantIdType: 'hoKinhDoanh' });
  });

  it('refuses a payload that is no JSON', () => {
    expect(() => closed({ actionCode: '1200', payload: '{' })).toThrow(InvalidMessage);
  });
});

describe('what OpenCPS gets wrong', () => {
  it('does not believe the codes of the delegate in a submission, but does in a copy', () => {
    expect(submittedWith({}).dossier.representative?.address?.units).toBeUndefined();
    expect(told('publish', published).message.dossier.representative?.address?.units).toHaveLength(2);
  });

  it('reads correctingDate under both spellings', () => {
    for (const name of ['correctingDate', 'correcttingDate']) {
      const { correctingDate: _, ...others } = published;
      const { extensions } = told('publish', { ...others, [name]: '1794971100000' }).message;
      expect(extensions?.['opencps']?.['dossier']).toMatchObject({ correctingDate: '1794971100000' });
    }
  });

  it('lets no upper-cased name of an online dossier overwrite the mixed-case one, and loses it not', () => {
    const name = 'NGUYỄN THỊ HOÀI THƯƠNG';
    const { dossier: read, extensions } = told('publish', { ...published, applicantName: name }).message;
    expect(read.applicant?.name).toBeUndefined();
    expect(extensions?.['opencps']?.['dossier']).toMatchObject({ applicantName: name });
    const atCounter = told('publish', { ...published, applicantName: name, online: 'false' }).message;
    expect(atCounter.dossier.applicant?.name).toBe(name);
  });

  it('takes the literal fileComment for no comment', () => {
    const mark = { fileMark: '1', fileCheck: '0', fileComment: 'fileComment' };
    const { message } = closed({ actionCode: '1150' }, [
      fragment('mark', { params: { id: uid, partNo: 'TP01' }, key: uid, body: mark }),
    ]);
    expect(message.dossier.attachments).toEqual([
      { id: 'mark-TP01', role: 'input', component: { code: 'TP01' }, check: { mark: '1', checked: '0' } },
    ]);
  });

  it('takes an agency under the name of the payer for nobody', () => {
    const payment = form('payment.form.json');
    const body = { ...payment, applicantName: payment['govAgencyName'] ?? '' };
    const { message } = closed({ actionCode: '1400' }, [
      fragment('payment', { params: { id: uid }, key: uid, body }),
    ]);
    expect(message).toMatchObject({ kind: 'payment.requested', payment: { id: 'p-77aa', amount: 8000 } });
    expect(message.extensions?.['opencps']?.['payment']).not.toHaveProperty('applicantName');
  });
});

describe('what an action means', () => {
  it('is a supplement when the submission button comes without a dossier', () => {
    expect(closed({ actionCode: '1100' }, [], portal).message.kind).toBe('supplement.provided');
  });

  it('is what the province configured', () => {
    const system = { ...oneStop, settings: { groupId: 1, actions: { 9001: { kind: 'dossier.withdrawn' } } } };
    expect(closed({ actionCode: '9001' }, [], system).message.kind).toBe('dossier.withdrawn');
  });

  it('is progress when nobody configured it', () => {
    expect(closed({ actionCode: '7777' }).message).toMatchObject({
      kind: 'dossier.progressed',
      step: { actionCode: '7777' },
    });
  });

  it('takes files of a result for results', () => {
    const upload = { params: { id: uid }, key: uid, body: { referenceUid: 'kq', dossierPartNo: 'TP01' } };
    const { message } = closed({ actionCode: '1700' }, [fragment('file', upload)]);
    expect(message.dossier.attachments?.[0]?.role).toBe('result');
  });

  it('refuses a supplement request without a reason', () => {
    expect(() => closed({ actionCode: '1300' })).toThrow(InvalidMessage);
  });

  it('gives no id to a supplement request, for the second one looks like the first', () => {
    const body = { actionCode: '1300', actionNote: 'Thiếu', payload: '{"submitDate":1794925980000}' };
    expect(closed(body).identity).toBeNull();
    expect(
      closed({ ...body, actionCode: '1100' }, [fragment('dossier', { body: posted })]).identity,
    ).toContain(uid);
  });
});

describe('statuses of copies', () => {
  it.each([
    ['new', 'accepted'],
    ['waiting', 'supplement-requested'],
    ['done', 'returned'],
    ['unresolved', 'stopped'],
  ])('reads %s as %s', (dossierStatus, state) => {
    expect(told('publish', { ...published, dossierStatus }).message.status?.state).toBe(state);
  });

  it('reads new without a day of reception as submitted', () => {
    const body = { ...published, dossierStatus: 'new', receiveDate: '0' };
    expect(told('publish', body).message.status?.state).toBe('submitted');
  });

  it('takes cancelling for progress, because withdrawn is for ever', () => {
    const { kind, status, extensions } = told('publish', {
      ...published,
      dossierStatus: 'cancelling',
    }).message;
    expect([kind, status]).toEqual(['dossier.progressed', undefined]);
    expect(extensions?.['opencps']?.['dossier']).toMatchObject({ dossierStatus: 'cancelling' });
  });
});

describe('keys', () => {
  it('strips the prefix of a copy', () => {
    const reading = ask('dossier', { body: { ...posted, referenceUid: `xxx-cps-${uid}` } });
    expect(reading).toMatchObject({ type: 'fragment', assembly: uid });
  });

  it('does not take a number that nobody gave out', () => {
    expect(() => ask('action', { params: { id: '4711' }, body: { actionCode: '1' } })).toThrow(NotFound);
  });

  it('finds a dossier again that never had a key of OpenCPS', () => {
    const key = 'dossier-code~H55.31.07-261118-0007';
    const { message } = told('inform', form('inform_dossier.form.json'), { params: { referenceUid: key } });
    expect(message.dossier.ids).toEqual([
      { scheme: 'opencps.reference-uid', value: key },
      { scheme: 'dossier-code', value: 'H55.31.07-261118-0007' },
    ]);
  });
});

describe('answers', () => {
  const finding = { level: 'error' as const, code: 'x', path: '/dueDate', text: { vi: 'sai', en: 'wrong' } };
  const refusal = { code: 'message.invalid', message: 'invalid', findings: [finding] };

  it('refuses with 403 and names every problem, never with 203', () => {
    for (const status of [400, 403, 404, 415, 422]) {
      expect(opencps.refuse({ ...refusal, status })).toEqual({
        status: 403,
        body: { message: 'No Content.', code: 403, description: '/dueDate: sai / wrong' },
      });
    }
  });

  it('keeps 401, 413 and 503 what they are', () => {
    expect(opencps.refuse({ ...refusal, status: 401 })).toMatchObject({ status: 401, body: { code: 203 } });
    expect(opencps.refuse({ ...refusal, status: 413 }).status).toBe(413);
    const busy = opencps.refuse({ ...refusal, status: 503, retryAfterMs: 30_000 });
    expect(busy).toMatchObject({ status: 503, headers: { 'Retry-After': '30' } });
  });

  it('gives the number of a new dossier back, without the PIN', () => {
    const request = { system: oneStop, params: {}, query: {}, body: posted, files: [], receivedAt };
    const { body } = doorOf('dossier').answer({ number: 42, receipts: [] }, request);
    expect(body).toMatchObject({ dossierId: 42, referenceUid: uid, serviceCode: '1.001193.000.00.00.H55' });
    expect(JSON.stringify(body)).not.toContain('483920');
  });

  it('answers a look-up in its date format, booleans as words, names as they were sent', () => {
    const request = { system: oneStop, params: { id: uid }, query: {}, body: {}, files: [], receivedAt };
    const view = { dossier, status: { state: 'in-progress' as const }, statusAt: receivedAt };
    expect(doorOf('detail').answer({ number: 42, receipts: [], dossier: view }, request).body).toMatchObject({
      dossierId: 42,
      applicantName: 'Nguyễn Thị Hoài Thương',
      modifiedDate: '18/11/2026 10:05:00',
      dossierStatus: 'processing',
      online: 'true',
    });
    expect(doorOf('detail').answer({ receipts: [] }, request).status).toBe(403);
  });
});
