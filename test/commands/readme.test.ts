import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commands } from '../../src/commands/commands.ts';
import { temporaryFolder } from '../support/data-folder.ts';
import { runCommand } from './run-command.ts';

const readme = readFileSync('README.md', 'utf8');

it('names every command that exists, and no other', () => {
  const table = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = Object.keys(commands).filter((name) => table.some((line) => line.includes(`\`${name}`)));
  expect(named.sort()).toEqual(Object.keys(commands).sort());
});

it('is short, and its links lead somewhere', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(150);
  for (const [, file] of readme.matchAll(/\]\((docs\/[\w.-]+\.md)\)/g))
    expect(readFileSync(file ?? '', 'utf8')).toMatch(/^# /);
});

it('shows a receive that works as it is', async () => {
  const [, line = ''] = /^node src\/main\.ts (receive .*)$/m.exec(readme) ?? [];
  const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const { code, stdout } = await runCommand(args);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ messages: [], fragment: { part: 'dossier' } });
});

it('refuses with exit 2 and every finding what a door would refuse', async () => {
  const file = 'test/connectors/opencps/fixtures/action_inform.form.txt';
  const { code, stdout } = await runCommand([
    'receive',
    'provincial-portal',
    file,
    '--door',
    'POST /o/rest/v2/dossiers',
  ]);
  expect(code).toBe(2);
  const { messages, findings } = JSON.parse(stdout);
  expect(messages).toEqual([]);
  expect(findings.length).toBeGreaterThan(0);
});

it('lists the doors when a file does not say which one', async () => {
  const { code, stderr } = await runCommand(['receive', 'provincial-portal', 'package.json']);
  expect(code).toBe(64);
  expect(stderr).toContain("--door 'POST /o/rest/v2/dossiers/:id/marks/:partNo'");
  expect(stderr).not.toContain('/v1/messages');
});

it('ends check with 78 and every fault when secrets are missing', async () => {
  await using folder = await temporaryFolder();
  const { code, stderr } = await runCommand(['check'], { DATA_DIR: folder.path });
  expect(code).toBe(78);
  expect(stderr.match(/systems\.json#/g)?.length).toBeGreaterThan(10);
});

it('reads a canonical message where the standard API is the only door', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'message.json');
  const dossier = { ids: [{ scheme: 'dossier-code', value: 'H55.31.26-261118-0007' }] };
  const message = {
    kind: 'dossier.status-changed',
    occurredAt: '2026-11-18T08:30:15+07:00',
    dossier,
    status: { state: 'accepted' },
  };
  await writeFile(file, JSON.stringify(message));
  const { code, stdout } = await runCommand(['receive', 'commune-05503', file]);
  expect([code, JSON.parse(stdout)]).toEqual([0, { messages: [message], findings: [] }]);
  await writeFile(file, '{"kind":"dossier.status-changed","kind":1}');
  expect((await runCommand(['receive', 'commune-05503', file])).code).toBe(2);
});
