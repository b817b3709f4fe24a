/** `/in/<system>/…`: each connector's doors, for whatever systems speak its dialect at this moment. */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { NotFound, UnknownSender } from '../model/errors.ts';
import type { System } from '../model/system.ts';
import { readBody } from './body.ts';
import { checkContentType } from './content-type.ts';
import { parseFields, parseForm } from './form.ts';
import { identifyAtDoor, mustBeSending } from './identity.ts';
import { readMultipart } from './multipart.ts';
import type { DoorLike, Knock, Needs, PartnerDoors } from './needs.ts';
import { parseStrictJson } from './strict-json.ts';
import { visitOf } from './visit.ts';

const defaultLimitBytes = 20 * 1024 * 1024;

type ReadDoor = Pick<Knock, 'body' | 'raw' | 'mediaType' | 'files'>;

/** To be mounted at `/in/:system`. Systems are looked up per request, so a reload adds and removes them. */
export function partnerDoors(needs: Needs): RequestHandler<{ system: string }> {
  const routers = new Map([...needs.partnerDoors].map(([id, part]) => [id, routerOf(part, needs)]));
  return (request, response, next) => {
    const system = needs.systemById(request.params.system);
    const dialect = needs.partnerDoors.get(system?.connector ?? '');
    const visit = visitOf(response);
    visit.challenge = 'Basic realm="gateway", charset="UTF-8"';
    if (dialect) visit.refuse = dialect.refuse;
    identifyAtDoor(needs, request.get('authorization'), request.params.system);
    if (system === undefined) throw new UnknownSender('unknown system');
    visit.systemId = system.id;
    response.locals['system'] = system;
    const router = routers.get(system.connector);
    if (router === undefined) throw new NotFound('this system has no doors');
    router(request as unknown as Request, response, next);
  };
}

function routerOf({ doors }: PartnerDoors, needs: Needs): Router {
  const router = Router({ caseSensitive: true });
  for (const door of doors) {
    const method = door.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    router[method](door.path, (request, response) => enter(needs, door, { request, response }));
  }
  router.use(() => {
    throw new NotFound('no such door');
  });
  return router;
}

async function enter(needs: Needs, door: DoorLike, { request, response }: Exchange): Promise<void> {
  const system = response.locals['system'] as System;
  visitOf(response).door = `${door.method} ${door.path}`;
  if (door.method !== 'GET') mustBeSending(system);
  const query = parseFields(request.url.split('?').slice(1).join('?'));
  const read = await readDoor(needs, door, { request, response });
  const receivedAt = new Date().toISOString();
  const params = pathParameters(request);
  const answer = await needs.knock({ system, door, params, query, ...read, receivedAt });
  response.status(answer.status).set(answer.headers ?? {});
  if (answer.body === undefined) response.end();
  else response.json(answer.body);
}

interface Exchange {
  request: Request;
  response: Response;
}

async function readDoor(needs: Needs, door: DoorLike, exchange: Exchange): Promise<ReadDoor> {
  const limitBytes = door.limitBytes ?? defaultLimitBytes;
  return door.body === 'multipart'
    ? readParts(needs, limitBytes, exchange)
    : readWhole(door.body, limitBytes, exchange);
}

async function readWhole(
  kind: 'none' | 'json' | 'form',
  limitBytes: number,
  { request, response }: Exchange,
): Promise<ReadDoor> {
  const raw = await readBody(request, limitBytes);
  const header = request.get('content-type');
  visitOf(response).received = { raw, mediaType: header ?? '' };
  if (kind === 'none') return { body: undefined, raw, mediaType: header ?? '', files: [] };
  const mediaType = checkContentType(header, kind);
  const body = kind === 'json' ? parseStrictJson(raw, { textUnits: limitBytes }) : parseForm(raw);
  return { body, raw, mediaType, files: [] };
}

async function readParts(
  needs: Needs,
  limitBytes: number,
  { request, response }: Exchange,
): Promise<ReadDoor> {
  const { id } = response.locals['system'] as System;
  const mediaType = checkContentType(request.get('content-type'), 'multipart');
  const parts = await readMultipart(request, {
    limitBytes,
    store: (meta, bytes) => needs.storeFile(id, meta, bytes, limitBytes),
  });
  visitOf(response).received = { raw: parts.raw, mediaType };
  return { body: parts.fields, raw: parts.raw, mediaType, files: parts.files };
}

function pathParameters(request: Request): Record<string, string> {
  const entries = Object.entries(request.params);
  if (entries.flat(2).some((text) => text.includes('\0'))) throw new NotFound('no dossier has this id');
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join('/')]));
}
