import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { simulator } from '../../../src/connectors/opencps/simulator.ts';
import { startSimulator } from '../../../src/kit/simulator.ts';
import { fileFields } from './fixtures.ts';

interface Call {
  line: string;
  type: string | undefined;
  groupId: unknown;
  body: string;
}

/** A listener in the place of the gateway's doors: writes down and says yes. */
async function startDoors() {
  const calls: Call[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, headers } = request;
    const body = Buffer.concat(chunks).toString('utf8');
    calls.push({
      line: `${method} ${url}`,
      type: headers['content-type'],
      groupId: headers['groupid'],
      body,
    });
    response.setHeader('content-type', 'application/json').end('{"dossierId":7}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    calls,
    gatewayUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const credentials = { username: 'portal', password: 'only-for-tests' };

it('submits as a portal does: dossier, file, action; forms without a content type', async () => {
  await using doors = await startDoors();
  await using partner = await startSimulator(simulator);
  const target = { gatewayUrl: doors.gatewayUrl, systemId: 'portal', credentials };
  const answer = await partner.act('submit', { ...target, input: { groupId: '55301' } });
  expect(answer.status).toBe(200);
  expect(doors.calls.map(({ line }) => line)).toEqual([
    'POST /in/portal/o/rest/v2/dossiers',
    'POST /in/portal/o/rest/v2/dossiers/7/files',
    'POST /in/portal/o/rest/v2/dossiers/7/actions',
  ]);
  expect(doors.calls[0]).toMatchObject({ type: undefined, groupId: '55301' });
  expect(doors.calls[0]?.body).toContain('postalTelNo=null');
  expect(doors.calls[1]?.type).toMatch(/^multipart\/form-data; boundary="===/);
  for (const name of Object.keys(fileFields)) expect(doors.calls[1]?.body).toContain(`name="${name}"`);
});

it('works off what it receives when its autopilot is on', async () => {
  await using doors = await startDoors();
  const delaysMs = { accept: 0, progress: 0, result: 0, finish: 0 };
  const autopilot = { gatewayUrl: doors.gatewayUrl, systemId: 'commune', credentials, delaysMs };
  await using partner = await startSimulator(simulator, { settings: { known: ['u-1'], autopilot } });
  await fetch(`${partner.url}/o/rest/v2/dossiers/u-1/actions`, {
    method: 'POST',
    headers: { authorization: 'Basic x', groupId: '1' },
    body: 'actionCode=1100',
  });
  await vi.waitFor(() => expect(doors.calls).toHaveLength(5));
  expect(doors.calls[0]?.line).toBe('PUT /in/commune/o/rest/v2/dossiers/inform/u-1');
  expect(doors.calls[0]?.body).toMatch(/dossierNo=H55\.31\.07-\d{6}-0001/);
  expect(doors.calls.map(({ body }) => /actionCode=(\d+)/.exec(body)?.[1])).toEqual([
    undefined,
    '1200',
    undefined,
    '1700',
    '1800',
  ]);
});
