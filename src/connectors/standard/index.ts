/** Systems that speak the gateway's own words: canonical JSON, Standard Webhooks signatures, `/v1` the other way. */
import pushSchema from '../../../schemas/connectors/standard/push.schema.json' with { type: 'json' };
import settingsSchema from '../../../schemas/connectors/standard/settings.schema.json' with { type: 'json' };
import type { StandardSettings } from '../../../schemas/connectors/standard/settings.schema.ts';
import type { Connector, Send, SendInput, StepResult, WireResponse } from '../../kit/connector.ts';
import { judgeHttp } from '../../kit/judge-http.ts';
import { type Kind, kinds } from '../../model/message.ts';
import type { System } from '../../model/system.ts';
import { toPush } from './mapping.ts';

const push: Send = {
  usesDossier: false,
  steps: (input: SendInput) => [
    {
      name: 'push',
      schema: pushSchema,
      request: () => ({
        method: 'POST',
        path: settingsOf(input.system).path ?? '/messages',
        body: { json: toPush(input) },
      }),
      judge,
    },
  ],
};

export const standard: Connector = {
  id: 'standard',
  title: { vi: 'API chuẩn của trục liên thông', en: 'Standard API of the gateway' },
  version: '1',
  // The receiver's duty in the standard API: a webhook-id seen before is answered 2xx and done no second time.
  repeats: 'dropped',
  limits: { concurrency: 8, shards: 1, timeoutMs: 15_000, ratePerSecond: 0, inlineBytes: 20 * 1024 * 1024 },
  settings: settingsSchema,
  // Its door is `/v1`, which every system has.
  doors: [],
  refuse: ({ status, code, message }) => ({ status, body: { code, message } }),
  sends: Object.fromEntries(kinds.map((kind) => [kind, push])) as Record<Kind, Send>,
  probe: (system) => ({ method: 'GET', path: settingsOf(system).healthPath ?? '/' }),
};

const accepted = [200, 201, 202, 204];

/**
 * Taken: 200, 201, 202 or 204 with nothing, or with `{ "status": "accepted" | "duplicate" }`. Any other object may be an
 * error in the clothes of a success, and is parked for a person. A web page is somebody else's answer: a proxy, a login.
 */
function judge(response: WireResponse): StepResult {
  const refused = judgeHttp(response);
  if (refused !== null) return refused;
  if (!accepted.includes(response.status)) return { outcome: 'rejected', reason: `HTTP ${response.status}` };
  if (response.text.trim() === '') return { outcome: 'delivered' };
  if (!isObject(response.json)) {
    return { outcome: 'unavailable', scope: 'system', reason: 'the answer is not a JSON object' };
  }
  const status = response.json['status'];
  if (status === 'accepted' || status === 'duplicate') return { outcome: 'delivered' };
  return { outcome: 'rejected', reason: 'the status in the answer is neither accepted nor duplicate' };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checked against `settings` when the configuration was loaded. */
function settingsOf(system: System): StandardSettings {
  return system.settings as StandardSettings;
}
