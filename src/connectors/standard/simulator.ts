/** A partner that was built against the standard API. */
import { Webhook } from 'standardwebhooks';
import {
  type Act,
  type Express,
  type Request,
  readJson,
  type Simulator,
  type SimulatorMemory,
} from '../../kit/simulator.ts';

/** What it keeps of a message it took, in the list `history`. */
export interface Taken {
  webhookId: string;
  message: unknown;
}

/** `settings.secret`: the signing key; without it nothing is verified. */
function mount(
  app: Express,
  memory: SimulatorMemory,
  { settings }: { settings: Readonly<Record<string, unknown>> },
) {
  const seen = new Set(memory.list<Taken>('history').map(({ webhookId }) => webhookId));
  const secret = typeof settings['secret'] === 'string' ? settings['secret'] : undefined;

  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));

  app.post('/messages', (request, response) => {
    if (secret !== undefined && !isSigned(request, secret)) {
      return void response.status(401).json({ error: 'bad signature' });
    }
    const body = readJson(request) as { deliveryId?: string; message?: { kind?: unknown } } | undefined;
    const webhookId = request.get('webhook-id') ?? body?.deliveryId;
    if (webhookId === undefined || typeof body?.message?.kind !== 'string') {
      return void response.status(400).json({ error: 'not a message' });
    }
    if (seen.has(webhookId)) return void response.json({ status: 'duplicate' });
    seen.add(webhookId);
    memory.add('history', { webhookId, message: body.message } satisfies Taken);
    response.status(202).json({ status: 'accepted' });
  });
}

function isSigned(request: Request, secret: string): boolean {
  try {
    new Webhook(secret).verify(request.body as Buffer, request.headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

/** Hands one message (or an array) to `/v1/messages`; `input` is `{ message, idempotencyKey? }`. */
const submit: Act = async ({ gatewayUrl, credentials, input }) => {
  const { message, idempotencyKey } = input as { message: unknown; idempotencyKey?: string };
  const answer = await fetch(new URL('/v1/messages', gatewayUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${credentials.apiKey ?? ''}`,
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    body: JSON.stringify(message),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
};

export const simulator: Simulator = { id: 'standard', mount, act: { submit } };
