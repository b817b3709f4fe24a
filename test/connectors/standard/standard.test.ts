import { expect, it } from 'vitest';
import { standard } from '../../../src/connectors/standard/index.ts';
import { simulator, type Taken } from '../../../src/connectors/standard/simulator.ts';
import { startSimulator } from '../../../src/kit/simulator.ts';
import type { Message } from '../../../src/model/message.ts';
import type { System } from '../../../src/model/system.ts';
import { conformance } from '../conformance.ts';
import { runSend } from '../run-send.ts';

const secret = `whsec_${Buffer.from('only for tests, 24 bytes+').toString('base64')}`;

const system: System = {
  id: 'commune-05503',
  title: { vi: 'Một cửa xã thử nghiệm' },
  role: 'commune',
  connector: 'standard',
  delivery: 'push',
  agencies: [],
  maySend: [],
  limits: standard.limits,
  settings: { healthPath: '/health' },
  credentials: { outbound: { type: 'webhook-signature', secret: 'commune-key' } },
  allow: ['127.0.0.1/32'],
  status: 'enabled',
};

const occurredAt = '2026-03-02T08:00:00+07:00';
const dossier = { ids: [{ scheme: 'dossier-code', value: '000.17.22.H55-260302-0001' }] };
const agency = { code: 'H55.31.07', name: 'UBND xã thử nghiệm' };
const file = '0197f3a0-0000-7000-8000-0000000000aa';

const messages: Message[] = [
  {
    kind: 'dossier.submitted',
    occurredAt,
    dossier: {
      ...dossier,
      procedure: { code: '1.001193' },
      competentAgency: agency,
      applicant: { type: 'citizen', name: 'Trần Thị Thử' },
      attachments: [
        { id: '1', fileName: 'Đơn đề nghị.pdf', file },
        { id: '2', url: 'https://portal.example/2' },
      ],
    },
  },
  { kind: 'dossier.status-changed', occurredAt, dossier, status: { state: 'accepted' } },
  { kind: 'dossier.progressed', occurredAt, dossier, step: { name: 'Thẩm định' } },
  { kind: 'supplement.requested', occurredAt, dossier, supplement: { reason: 'Thiếu bản sao' } },
  { kind: 'supplement.provided', occurredAt, dossier },
  { kind: 'payment.requested', occurredAt, dossier, payment: { id: 'P1', amount: 8000 } },
  { kind: 'payment.confirmed', occurredAt, dossier, payment: { id: 'P1', amount: 8000 } },
  { kind: 'result.issued', occurredAt, dossier, result: { decision: 'granted' } },
  { kind: 'dossier.withdrawn', occurredAt, dossier, reason: 'Người nộp xin rút' },
  { kind: 'dossier.transferred', occurredAt, dossier, transfer: { to: agency } },
  {
    kind: 'notice.raised',
    occurredAt,
    dossier,
    notice: { about: 'x', code: 'unknown-agency', text: { vi: 'Không rõ', en: 'Unknown' } },
  },
];

const deliveryId = '0197f3a0-0000-7000-8000-000000000001';

function located(message: Message): unknown {
  if (message.kind !== 'dossier.submitted') return message;
  const attachments = [
    { id: '1', fileName: 'Đơn đề nghị.pdf', file, url: `https://gateway.example/files/${file}` },
    { id: '2', url: 'https://portal.example/2' },
  ];
  return { ...message, dossier: { ...message.dossier, attachments } };
}

conformance(standard, {
  simulator,
  system,
  secret,
  fixtures: {
    received: [],
    sent: messages.map((message) => ({
      name: message.kind,
      message,
      steps: [
        {
          name: 'push',
          wire: {
            method: 'POST' as const,
            path: '/messages',
            body: { json: { deliveryId, message: located(message) } },
          },
        },
      ],
    })),
  },
  outcomes: { 'session-expired': ['rejected'], 'wrong-schema': ['rejected'] },
});

const input = {
  deliveryId,
  message: messages[1] as Message,
  dossier: { dossier, status: null, statusAt: null },
  system,
  fileUrl: () => '',
};

it('is refused by the receiver when the signing key is another', async () => {
  await using partner = await startSimulator(simulator, { settings: { secret } });
  const other = `whsec_${Buffer.from('another key, also 24 bytes').toString('base64')}`;
  const result = await runSend(standard, input, { url: partner.url, secret: other });
  expect(result).toMatchObject({ outcome: 'rejected', scope: 'system' });
  expect(partner.memory.list<Taken>('history')).toEqual([]);
});

it.each([
  [{ status: 200, text: '' }, 'delivered'],
  [{ status: 204, text: '' }, 'delivered'],
  [{ status: 200, text: '{"status":"duplicate"}' }, 'delivered'],
  [{ status: 200, text: '{"status":"refused"}' }, 'rejected'],
  [{ status: 200, text: '{"error":"x"}' }, 'rejected'],
  [{ status: 200, text: '<html>' }, 'unavailable'],
  [{ status: 200, text: '[]' }, 'unavailable'],
  [{ status: 203, text: '' }, 'rejected'],
  [{ status: 302, text: '' }, 'rejected'],
])('the answer %o is %s', ({ status, text }, outcome) => {
  const [step] = standard.sends['dossier.status-changed']?.steps(input) ?? [];
  const parsed = text.startsWith('<') || text === '' ? undefined : JSON.parse(text);
  expect(step?.judge({ status, headers: {}, text, json: parsed }, {}).outcome).toBe(outcome);
});
