import { expect, test } from 'vitest';
import { suspectEncoding } from '../../src/model/suspect-encoding.ts';

test.each([
  ['NguyÔn V¨n An', 'tcvn3'],
  ['TrÇn ThÞ H¬ng', 'tcvn3'],
  ['Lª ThÞ Hµ', 'tcvn3'],
  ['ThÞ Mai', 'tcvn3'],
  ['QuyÒn sö dông ®Êt', 'tcvn3'],
  ['Nguyeãn Vaên An', 'vni'],
  ['Traàn Thò Hoa', 'vni'],
  [Buffer.from('Nguyễn Văn Đức', 'utf8').toString('latin1'), 'utf8-twice'],
  ['Nguy\uFFFDn', 'lost'],
])('"%s" shows %s', (text, found) => {
  expect(suspectEncoding(text)).toBe(found);
});

test.each([
  'Nguyễn Thị Thuỳ Dương',
  'NGUYỄN ĐÌNH KHOẢ, xã Nghĩa Tá',
  'Thuế, khuya, quoà, uể oải, oằn èo, Hoà, toàn, khoẻ, quýt, ngoèo'.normalize('NFD'),
  'Lô đất 120 m², ½ diện tích',
  'Công ty ABC®, «Hoà Bình», 3×4 m',
  'Raúl Haïti Zoë Müller Ñuñez François',
  '',
])('"%s" is nothing suspicious', (text) => {
  expect(suspectEncoding(text)).toBeNull();
});
