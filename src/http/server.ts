/** The two listeners: the partner door (`/in/…` and `/v1`) and the operate door (health and figures). */
import express, { type Express } from 'express';
import type { Log } from '../base/log.ts';
import type { Metrics } from '../base/metrics.ts';
import { NotFound } from '../model/errors.ts';
import { healthRoutes } from './health.ts';
import { defaultBounds, listen, type ServerBounds } from './listen.ts';
import type { Needs } from './needs.ts';
import { partnerDoors } from './partner-doors.ts';
import { answerErrors } from './problem.ts';
import { mountRoutes, type Route } from './routes.ts';
import { standardRoutes } from './standard/routes.ts';
import { beginVisit } from './visit.ts';

export interface ServerOptions {
  needs: Needs;
  log: Log;
  metrics: Metrics;
  host: string;
  /** Partner door; 0 = any free port, null = none (a process that only delivers). */
  port: number | null;
  /** Operate door; 0 = any free port. */
  operatePort: number;
  /** More rooms of the operate door (the operators' API). */
  operateRoutes?: readonly Route[];
  bounds?: Partial<ServerBounds>;
}

export interface Doors {
  port: number | null;
  operatePort: number;
  /** Stops accepting, finishes what runs, cuts what is left after `deadlineMs`. */
  close(deadlineMs: number): Promise<void>;
}

/** Throws `Misconfigured` when a route has no policy, before any port is open. */
export async function openDoors(options: ServerOptions): Promise<Doors> {
  const { host, port, operatePort } = options;
  const bounds = { ...defaultBounds, ...options.bounds };
  const partnerApp = createPartnerApp(options);
  const operateApp = createOperateApp(options);
  const partner = port === null ? null : await listen(partnerApp, { host, port, bounds });
  try {
    const operate = await listen(operateApp, { host, port: operatePort, bounds });
    return {
      port: partner?.port ?? null,
      operatePort: operate.port,
      // The operate door closes last: it tells how the stop goes.
      close: async (deadlineMs) => {
        await partner?.close(deadlineMs);
        await operate.close(0);
      },
    };
  } catch (error) {
    await partner?.close(0);
    throw error;
  }
}

function createPartnerApp({ needs, log }: ServerOptions): Express {
  const app = emptyApp();
  app.use(beginVisit(log));
  app.use('/in/:system', partnerDoors(needs));
  mountRoutes(app, standardRoutes, { needs, log });
  app.use(nothingHere);
  app.use(answerErrors({ needs, log }));
  return app;
}

function createOperateApp({ needs, log, metrics, operateRoutes = [] }: ServerOptions): Express {
  const app = emptyApp();
  // Probes and scrapes come every few seconds.
  app.use(beginVisit(log, 'debug'));
  mountRoutes(app, [...healthRoutes(metrics), ...operateRoutes], { needs, log });
  app.use(nothingHere);
  app.use(answerErrors({ needs, log }));
  return app;
}

function emptyApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  // Queries are read by our strict parser only.
  app.set('query parser', false);
  return app;
}

function nothingHere(): never {
  throw new NotFound('no such path');
}
