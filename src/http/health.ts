/** The operate door's first rooms: is it alive, is it ready, what does it count. No names, no payload. */
import type { Log } from '../base/log.ts';
import type { Metrics } from '../base/metrics.ts';
import type { Needs } from './needs.ts';
import type { Route } from './routes.ts';

/** `/livez`: the process answers. `/readyz`: each dependency told, 503 when one is missing. `/metrics`: Prometheus. */
export function healthRoutes(metrics: Metrics): readonly Route[] {
  return [
    { method: 'get', path: '/livez', policy: 'open', handler: () => ({ status: 200, body: { ok: true } }) },
    { method: 'get', path: '/readyz', policy: 'open', handler: ({ needs, log }) => readiness(needs, log) },
    {
      method: 'get',
      path: '/metrics',
      policy: 'open',
      handler: async ({ response }) => {
        const { contentType, text } = await metrics.scrape();
        response.set('content-type', contentType).send(text);
        return null;
      },
    },
  ];
}

async function readiness(needs: Needs, log: Log) {
  try {
    const body = await needs.ready();
    return { status: body.ok ? 200 : 503, body };
  } catch (error) {
    log.error({ error }, 'readiness.failed');
    return { status: 503, body: { ok: false, parts: {} } };
  }
}
