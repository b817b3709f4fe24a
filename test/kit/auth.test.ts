import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { outboundHeaders } from '../../src/kit/auth.ts';
import { Misconfigured } from '../../src/model/errors.ts';

const key = `whsec_${Buffer.from('only for tests, 24 bytes+').toString('base64')}`;
const body = Buffer.from('{"a":"ớ"}');
const signed = { deliveryId: 'd1', body, now: Date.now() };
const system = (type: 'basic' | 'bearer' | 'webhook-signature' | 'none', username?: string) => ({
  credentials: { outbound: { type, ...(username && { username }) } },
});

it('signs the exact bytes so that any Standard Webhooks library accepts them', () => {
  const headers = outboundHeaders(system('webhook-signature'), key, signed);
  expect(headers['webhook-id']).toBe('d1');
  expect(new Webhook(key).verify(body, headers)).toEqual({ a: 'ớ' });
  expect(() => new Webhook(key).verify(Buffer.from('{"a":"o"}'), headers)).toThrow();
});

it('says who we are in the plain ways', () => {
  expect(outboundHeaders(system('bearer'), 't', signed)).toEqual({ Authorization: 'Bearer t' });
  const basic = `Basic ${Buffer.from('cổng:mật').toString('base64')}`;
  expect(outboundHeaders(system('basic', 'cổng'), 'mật', signed)).toEqual({ Authorization: basic });
  expect(outboundHeaders(system('none'), undefined, signed)).toEqual({});
  expect(outboundHeaders({ credentials: {} }, undefined, signed)).toEqual({});
});

it('does not call without the secret it should present, and never shows a bad one', () => {
  expect(() => outboundHeaders(system('bearer'), undefined, signed)).toThrow(Misconfigured);
  expect(() => outboundHeaders(system('webhook-signature'), key, { ...signed, body: null })).toThrow(
    Misconfigured,
  );
  const bad = () => outboundHeaders(system('webhook-signature'), '!!not base64!!', signed);
  expect(bad).toThrow(Misconfigured);
  expect(bad).not.toThrow(/not base64!!/);
});
