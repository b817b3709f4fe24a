/** Routes as data: each says who may use it, or the server does not start. */
import type { IRouter, Request, RequestHandler, Response } from 'express';
import type { Log } from '../base/log.ts';
import { Misconfigured, NotGranted } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { System } from '../model/system.ts';
import { identifyByKey, mustBeSending } from './identity.ts';
import type { Needs } from './needs.ts';
import { MethodNotAllowed } from './refusals.ts';
import { visitOf } from './visit.ts';

/** open: anybody. system: any system with a key. sender: one that may send. mailbox: one that fetches. */
export type Policy = 'open' | 'system' | 'sender' | 'mailbox';

export interface Call {
  request: Request;
  response: Response;
  needs: Needs;
  log: Log;
  /** Never set on open routes; use `callerOf`. */
  system: System | null;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** `null`: the handler has answered itself (a stream). */
export type Handler = (call: Call) => Promise<Answer | null> | Answer;

export interface Route {
  method: 'get' | 'post';
  /** Express path. */
  path: string;
  policy: Policy;
  handler: Handler;
}

const policies: Record<Policy, (system: System) => void> = {
  open: () => {},
  system: () => {},
  sender: mustBeSending,
  mailbox: ({ delivery }) => {
    if (delivery !== 'mailbox') throw new NotGranted('this system has no mailbox');
  },
};

/** Mounts the table; throws `Misconfigured` for a route without a known policy. Other methods answer 405. */
export function mountRoutes(
  app: IRouter,
  routes: readonly Route[],
  behind: { needs: Needs; log: Log },
): void {
  refuseOpenTable(routes);
  for (const route of routes) app[route.method](route.path, handle(route, behind));
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    app.all(path, () => {
      throw new MethodNotAllowed(methods.join(', '));
    });
  }
}

function refuseOpenTable(routes: readonly Route[]): void {
  const findings = routes
    .filter(({ policy }) => !Object.hasOwn(policies, policy))
    .map(({ method, path }): Finding => {
      const name = `${method.toUpperCase()} ${path}`;
      const text = { vi: `Đường dẫn ${name} không có chính sách`, en: `Route ${name} has no policy` };
      return { level: 'error', code: 'route.no-policy', path: '', text };
    });
  if (findings.length > 0) throw new Misconfigured('routes without a policy', { findings });
}

function handle(
  { method, path, policy, handler }: Route,
  behind: { needs: Needs; log: Log },
): RequestHandler {
  return async (request, response) => {
    const visit = visitOf(response);
    visit.door = `${method.toUpperCase()} ${path}`;
    const system = policy === 'open' ? null : enter(behind.needs, policy, request);
    if (system !== null) visit.systemId = system.id;
    const answer = await handler({ request, response, system, ...behind });
    if (answer === null) return;
    response
      .status(answer.status)
      .set(answer.headers ?? {})
      .json(answer.body);
  };
}

function enter(needs: Needs, policy: Policy, request: Request): System {
  const { system } = identifyByKey(needs, request.get('authorization'));
  policies[policy](system);
  return system;
}

/** The caller of a route that is not open. */
export function callerOf({ system }: Call): System {
  if (system === null) throw new NotGranted('this route has no caller');
  return system;
}
