/** The dialects: one import and one line each. */
import type { Connector } from '../kit/connector.ts';
import { opencps } from './opencps/index.ts';
import { standard } from './standard/index.ts';

export const connectors: ReadonlyMap<string, Connector> = new Map(
  [opencps, standard].map((connector) => [connector.id, connector]),
);
