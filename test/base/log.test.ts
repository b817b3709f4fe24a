import { describe, expect, it } from 'vitest';
import { createLog, type Fact, type LogFields } from '../../src/base/log.ts';

function logged(fields: LogFields, fact: Fact = 'exchange.accepted') {
  const lines: string[] = [];
  createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }).info(fields, fact);
  return lines.join('');
}

describe('the log', () => {
  it('writes one record per fact with its known fields', () => {
    const id = '00000000-0000-4000-8000-123456789012';
    expect(JSON.parse(logged({ exchangeId: id, systemId: 'portal', ms: 4 }))).toMatchObject({
      fact: 'exchange.accepted',
      exchangeId: id,
      systemId: 'portal',
      ms: 4,
    });
  });

  it('lets no unknown field, no object and no foreign error text through', () => {
    const smuggled = { body: 'CANARY', systemId: { name: 'CANARY' }, error: new TypeError('CANARY') };
    const line = logged(smuggled as unknown as LogFields);
    expect(line).not.toContain('CANARY');
    expect(JSON.parse(line)).toMatchObject({
      errorName: 'TypeError',
      frames: expect.stringContaining('at '),
    });
  });

  it('masks numbers of persons wherever they stand and takes no sentence as the name of a fact', () => {
    const line = logged({ reason: 'for 019099012345' }, 'Nguyen Van A. CANARY');
    expect(line).not.toContain('019099012345');
    expect(line).not.toContain('CANARY');
  });
});
