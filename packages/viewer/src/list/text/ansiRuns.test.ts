import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ansiRuns } from './ansiRuns.ts';

const ESC = '\u001b';

it('takes colours and weights out of the text, and says from where on they hold', () => {
  expect(ansiRuns(`a${ESC}[1;31mb${ESC}[22mc${ESC}[0md`)).toEqual({
    text: 'abcd',
    runs: [
      { start: 1, style: { bold: true, foreground: 1 } },
      { start: 2, style: { bold: false, dim: false, foreground: 1 } },
      { start: 3, style: {} },
    ],
  });
});

it.each([
  ['38;5;9', 1],
  ['38;5;46', 2],
  ['38;5;240', 0],
  ['38;2;250;240;10', 3],
  ['94', 4],
])('shows %s as one of eight colours', (codes, foreground) => {
  expect(ansiRuns(`${ESC}[${codes}mx`).runs[0]!.style).toEqual({ foreground });
});

it('leaves sequences that do other things as they are', () => {
  const text = `${ESC}[2J${ESC}]0;title\u0007${ESC}[1A`;
  expect(ansiRuns(text)).toEqual({ text, runs: [] });
});

it('loses no character beside the sequences', () => {
  const parts = fc.array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('[31m', '[0m', '[;;m', '[38;5m')),
  );
  fc.assert(
    fc.property(parts, (texts) => {
      const escaped = texts.map((text) => `${ESC}${text}`).join('');
      // oxlint-disable-next-line no-control-regex -- they begin with one
      expect(ansiRuns(escaped).text).toBe(escaped.replaceAll(/\u001b\[[\d;]*m/g, ''));
    }),
  );
});
