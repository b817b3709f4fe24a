import { opencps } from '../../../src/connectors/opencps/index.ts';
import { simulator } from '../../../src/connectors/opencps/simulator.ts';
import { conformance } from '../conformance.ts';
import { oneStop, uid } from './fixtures.ts';
import { received } from './received.ts';
import { sent } from './sent.ts';

conformance(opencps, {
  simulator,
  system: oneStop,
  secret: 'only-for-tests',
  simulatorSettings: { known: [uid] },
  fixtures: { received, sent },
});
