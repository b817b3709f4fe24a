/** OpenCPS: portal and one-stop software that speak the same REST dialect; `role` and `settings` of the system decide. */
import settings from '../../../schemas/connectors/opencps/settings.schema.json' with { type: 'json' };
import type { Connector } from '../../kit/connector.ts';
import { refuse } from './answer.ts';
import { doors } from './doors.ts';
import { sends } from './sends.ts';
import { settingsOf } from './settings.ts';

export const opencps: Connector = {
  id: 'opencps',
  title: { vi: 'OpenCPS (cổng dịch vụ công và một cửa)', en: 'OpenCPS (portal and one-stop)' },
  version: '1.0.0',
  // Dossiers and files are known by referenceUid, but an action runs again: a look before it shows it.
  repeats: 'detectable',
  limits: {
    concurrency: 4,
    shards: 1,
    timeoutMs: 30_000,
    ratePerSecond: 0,
    inlineBytes: 20 * 1024 * 1024,
  },
  settings,
  doors,
  refuse,
  sends,
  probe: (system) => ({
    method: 'GET',
    path: '/o/rest/v2/dossiers',
    query: { start: '0', end: '1' },
    headers: { groupId: settingsOf(system).groupId, Accept: 'application/json' },
  }),
};
