import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWhole } from './readWhole.ts';

it('reads what is printed, wherever it stands', () => {
  fc.assert(
    fc.property(fc.string(), fc.maxSafeNat(), (before, number) => {
      expect(readWhole(`${before}${number}`, before.length)).toBe(number);
    }),
  );
});

it.each(['', '-1', '+1', '01', '00', '1e3', '1.5', ' 1', '1 ', '٣', '9007199254740992', '99999999999999999'])(
  'tells that %j is not how a whole number is printed',
  (text) => expect(readWhole(text, 0)).toBeNaN(),
);
