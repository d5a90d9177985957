import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogFilter } from '../LogFilter.ts';
import { arbitraryFilter } from './arbitraryFilter.ts';
import { LogFilterError, parseFilter } from './parse.ts';
import { printFilter } from './print.ts';

describe('printFilter', () => {
  it('prints what parses to the same filter again', () => {
    const filters = arbitraryFilter({
      words: ['timeout', 'ünder', '42', 'and', 'or', 'not', '日本'],
      fields: ['source', 'user_id', 'context.a.b', 'error.name', 'http.status'],
      values: [
        '42',
        'two words',
        'quo"te',
        'back\\slash',
        '*',
        'a*b',
        '-1',
        '(x)',
        '/x/',
        '[1',
        '>5',
        '',
        ' ',
        'a:b',
        'OR',
      ],
    });
    fc.assert(
      fc.property(filters, (filter) => {
        expect(parseFilter(printFilter(filter))).toEqual(filter);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws anything but its own error, whatever the text', () => {
    const pieces = fc.constantFrom(
      'a',
      '"',
      '(',
      ')',
      '-',
      ' ',
      'OR',
      'NOT ',
      'AND',
      ':',
      'level:',
      '>',
      '*',
      '/',
      '[',
      '\\',
      '\u0000',
      '🙂',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const outcome = parseOrError(text);
        const isFair =
          outcome instanceof LogFilterError
            ? outcome.column >= 1 && outcome.column <= text.length + 1
            : isDeepStrictEqual(parseFilter(printFilter(outcome as LogFilter)), outcome);
        expect(isFair).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

function parseOrError(text: string): unknown {
  try {
    return parseFilter(text);
  } catch (error) {
    return error;
  }
}
