import { expect, it } from 'vitest';
import { createSchemas } from '../../src/base/schema.ts';

const schemas = createSchemas();
const message = {
  kind: 'dossier.status-changed',
  occurredAt: '2018-10-18T09:10:00+07:00',
  dossier: { ids: [{ scheme: 'standard.id', value: 'x' }] },
  status: { state: 'accepted' },
};
const found = (value: unknown) => schemas.messageFindings(value).map(({ code, path }) => `${code} ${path}`);

it('finds nothing wrong with a canonical message', () => {
  expect(schemas.messageFindings(message)).toEqual([]);
});

it('names every problem at once, each with its place', () => {
  const { status: _status, ...rest } = message;
  expect(found({ ...rest, occurredAt: 'hôm qua', zzz: 1, dossier: {} })).toEqual([
    'schema.format /occurredAt',
    'schema.required /dossier/ids',
    'schema.required /status',
    'schema.unevaluatedProperties /zzz',
  ]);
});

it('does not call declared fields unknown because another one is wrong', () => {
  expect(found({ ...message, dossier: { ids: [] } })).toEqual(['schema.minItems /dossier/ids']);
});

it('says only what is wrong for the kind that is named', () => {
  expect(found({ ...message, kind: 'payment.requested' })).toEqual(['schema.required /payment']);
  expect(found({ ...message, kind: 'no such kind' })).toEqual(['schema.discriminator /kind']);
});

it('names only the union where nobody can know which form was meant', () => {
  const schema = {
    anyOf: [
      { type: 'object', required: ['a'] },
      { type: 'array', items: { type: 'string' } },
    ],
  };
  expect(schemas.check(schema, { b: 1 }).map(({ code }) => code)).toEqual(['schema.anyOf']);
});

it('never repeats a value, in neither language', () => {
  const secret = '019099012345';
  const bad = { ...message, occurredAt: secret, status: { state: secret }, note: 5, dossier: secret };
  const findings = schemas.messageFindings(bad);
  expect(findings.length).toBeGreaterThan(2);
  expect(JSON.stringify(findings)).not.toContain(secret);
  for (const { text } of findings) expect([text.vi, text.en].every((words) => words.length > 3)).toBe(true);
});

it('coerces nothing and fills in nothing', () => {
  const value = { n: '5' };
  const schema = {
    type: 'object',
    properties: { n: { type: 'integer' }, m: { type: 'string', default: 'x' } },
  };
  expect(schemas.check(schema, value).map(({ code }) => code)).toEqual(['schema.type']);
  expect(value).toEqual({ n: '5' });
});

it('names only the first problem of a large value', () => {
  expect(
    schemas.messageFindings({ ...message, occurredAt: 'x', note: 5 }, { everyProblem: false }),
  ).toHaveLength(1);
});

it('refuses a schema with a word it does not know', () => {
  expect(() => schemas.check({ type: 'object', requird: ['a'] }, {})).toThrow();
});

it('never calls a wrong value right because each of its problems follows from the other', () => {
  const schema = { anyOf: [{ type: 'string' }], oneOf: [{ type: 'string' }] };
  expect(schemas.check(schema, 5)).not.toEqual([]);
});
