import { expect, test } from 'vitest';
import { asWarnings, error, hasError, pointerTo, warning } from '../../src/model/finding.ts';

const fault = { code: 'thing.wrong', vi: 'Sai', en: 'Wrong' };

test('a finding says level, code, place and both languages', () => {
  expect(error(fault, '/thing')).toEqual({
    level: 'error',
    code: 'thing.wrong',
    path: '/thing',
    text: { vi: 'Sai', en: 'Wrong' },
  });
  expect(warning(fault, '').level).toBe('warning');
});

test('only an error refuses', () => {
  expect(hasError([warning(fault, '')])).toBe(false);
  expect(hasError([warning(fault, ''), error(fault, '')])).toBe(true);
  expect(hasError(asWarnings([error(fault, '')]))).toBe(false);
});

test('a pointer escapes what JSON pointers give a meaning', () => {
  expect(pointerTo('/dossier', 'a/b~c')).toBe('/dossier/a~1b~0c');
  expect(pointerTo('', 3)).toBe('/3');
});
