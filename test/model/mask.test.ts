import { expect, test } from 'vitest';
import { maskIdentity, maskName, maskPhone } from '../../src/model/mask.ts';

test.each([
  ['019190000121', '019*******21'],
  ['090123456', '090****56'],
  ['12345678', '********'],
  ['1234', '****'],
  ['', ''],
])('the identity number %s is shown as %s', (number, masked) => {
  expect(maskIdentity(number)).toBe(masked);
});

test.each([
  ['0912345678', '09*****678'],
  ['02083871143', '02******143'],
  ['18001', '*****'],
])('the phone number %s is shown as %s', (number, masked) => {
  expect(maskPhone(number)).toBe(masked);
});

test.each([
  ['Nguyễn Văn An', 'N. V. A.'],
  ['  đỗ   thị\u00A0ánh '.normalize('NFD'), 'Đ. T. Á.'],
  ['', ''],
])('the name %s is shown as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});
