import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutMessage } from './cutMessage.ts';

describe('cutMessage', () => {
  it('leaves a short message, and what else is called so, as it was written', () => {
    const text = `{"a":{"message":"${'y'.repeat(50)}"},"b":["message","${'z'.repeat(50)}"],"message":"short"}`;
    expect(cutMessage(text, 20)).toBe(text);
  });

  it('keeps numbers that JavaScript cannot hold', () => {
    const text = `{"seq":1,"message":"${'x'.repeat(50)}","metadata":{"big":12345678901234567890,"f":1.0e2}}`;
    expect(cutMessage(text, 30)).toBe(
      `{"seq":1,"message":"xxxxxxxxxxxxx… [50 characters]","metadata":{"big":12345678901234567890,"f":1.0e2}}`,
    );
  });

  it('finds a message however its name and text are escaped', () => {
    const text = String.raw`{"\u006dessage" : "\"\\\u00e9{[,:]}${'x'.repeat(40)}" , "b":"}"}`;
    const cut = JSON.parse(cutMessage(text, 25)) as { message: string };
    expect(cut).toEqual({ message: '"\\é{[,:]… [49 characters]', b: '}' });
  });

  it('changes nothing else of any entry, and leaves no half of a character', () => {
    fc.assert(
      fc.property(
        fc.record({ message: fc.string({ unit: 'grapheme', maxLength: 200 }) }),
        fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
        fc.integer({ min: 1, max: 100 }),
        (entry, rest, max) => {
          const whole = { ...rest, ...entry };
          const cut = JSON.parse(cutMessage(JSON.stringify(whole), max)) as typeof whole;
          expect(cut.message.length).toBeLessThanOrEqual(Math.max(max, 0));
          expect(cut.message.isWellFormed()).toBe(true);
          expect(cut.message === entry.message).toBe(entry.message.length <= max);
          expect({ ...cut, message: '' }).toEqual(JSON.parse(JSON.stringify({ ...whole, message: '' })));
        },
      ),
    );
  });
});
