import nock from 'nock';
import { afterEach, expect, test } from 'vitest';
import { createPartnerHttp } from '../../src/kit/http.ts';

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

test('a connection whose far end cannot be seen is refused before anything is sent', async () => {
  // nock answers from inside the process: its sockets have no address, which no server on this machine can imitate.
  nock.disableNetConnect();
  const answered = nock('http://partner.example').get('/').reply(200, { fine: true });
  const system = { id: 'partner', baseUrl: 'http://partner.example', allow: ['0.0.0.0/0'] };
  const http = createPartnerHttp({ system, timeoutMs: 1_000, maxResponseBytes: 1_000 });
  const result = await http.call(
    { method: 'GET', path: '/' },
    { openFile: () => Promise.reject(new Error('no file here')) },
  );
  await http.close();
  expect(result).toMatchObject({ ok: false, outcome: 'unavailable', scope: 'system' });
  expect(answered.isDone()).toBe(false);
});
