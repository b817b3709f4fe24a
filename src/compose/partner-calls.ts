import type { Secrets } from '../base/secrets.ts';
import type { CallResult } from '../exchange/perform.ts';
import { outboundHeaders } from '../kit/auth.ts';
import type { WireRequest } from '../kit/connector.ts';
import { createPartnerHttp, type PartnerHttp } from '../kit/http.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { MappingGap, Misconfigured } from '../model/errors.ts';
import type { System } from '../model/system.ts';

const maxResponseBytes = 4 * 1024 * 1024;

/** Calls to partners: one HTTP client per system, made at first need and made anew when its address changes. */
export function createPartnerCalls({ ledger, secrets }: { ledger: Ledger; secrets: Secrets }) {
  const clients = new Map<string, { key: string; http: PartnerHttp }>();

  function clientOf(system: System): PartnerHttp {
    const key = JSON.stringify([system.baseUrl, system.allow, system.limits.timeoutMs]);
    const known = clients.get(system.id);
    if (known?.key === key) return known.http;
    void known?.http.close();
    const { id, baseUrl = '', allow, limits } = system;
    const http = createPartnerHttp({
      system: { id, baseUrl, allow },
      timeoutMs: limits.timeoutMs,
      maxResponseBytes,
    });
    clients.set(id, { key, http });
    return http;
  }

  async function openFile(file: string) {
    const found = await ledger.files.open(file);
    if (!found) throw new MappingGap('an attachment has no stored bytes');
    return found.stream;
  }

  return {
    call: (system: System) => {
      const http = clientOf(system);
      const outbound = system.credentials.outbound?.secret;
      const secret = outbound === undefined ? undefined : secrets.read(outbound);
      return (request: WireRequest, deliveryId: string): Promise<CallResult> =>
        http
          .call(request, {
            deadlineMs: system.limits.timeoutMs,
            headers: (body) => outboundHeaders(system, secret, { deliveryId, body, now: Date.now() }),
            openFile,
          })
          .catch(ownFault);
    },
    async close(): Promise<void> {
      await Promise.all([...clients.values()].map(({ http }) => http.close()));
    },
  };
}

/** A missing secret is no fault of the message: it waits until the operator has put it there. */
function ownFault(error: unknown): CallResult {
  if (error instanceof MappingGap) throw error;
  if (!(error instanceof Misconfigured))
    return { ok: false, outcome: 'unavailable', scope: 'message', reason: 'gateway-fault' };
  return { ok: false, outcome: 'unavailable', scope: 'system', reason: 'misconfigured' };
}
