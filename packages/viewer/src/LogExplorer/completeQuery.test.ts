import { parseFilter } from '@tailrace/protocol/filter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCompletion, completionsAt, placeInQuery } from './completeQuery.ts';

const SOURCES = {
  fields: ['level', 'source', 'logger', 'user_id', 'execution_time_ms'],
  values: [
    { value: 'web', count: 12 },
    { value: 'two words', count: 3 },
    { value: 'webhook', count: 1 },
  ],
};
/** With the caret where the bar stands. */
const at = (marked: string) => placeInQuery(marked.replace('|', ''), marked.indexOf('|'));
const offered = (marked: string, sources = SOURCES) =>
  completionsAt(at(marked), sources).map(({ text }) => text);

describe('completions', () => {
  it.each([
    ['|', ['level', 'source', 'logger', 'user_id', 'execution_time_ms']],
    ['so|', ['source']],
    ['time|', ['execution_time_ms']],
    ['alpha so|', ['source']],
    ['-so|', ['source']],
    ['(so|', ['source']],
    ['alpha O|', ['OR']],
    ['source:|', ['web', 'two words', 'webhook', '*']],
    ['source:we|', ['web', 'webhook']],
    ['source:web|', ['webhook']],
    ['source:"two w|', ['two words']],
    ['-source:hook|', ['webhook']],
    ['level:>|', ['>=info', '>=warning', '>=error']],
    ['source:web |', ['level', 'source', 'logger', 'user_id', 'execution_time_ms']],
    ['"in quotes so|', []],
  ])('of %o are %j', (marked, expected) => {
    expect(offered(marked)).toEqual(expected);
  });

  it('offers comparisons where values are numbers', () => {
    const values = [{ value: '12.5', count: 1 }];
    expect(offered('execution_time_ms:|', { ...SOURCES, values })).toEqual([
      '12.5',
      '>=',
      '<',
      '[… TO …]',
      '*',
    ]);
  });

  it('puts values so that they are read as they are', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.constantFrom('', 'alpha ', '-'),
        (value, before) => {
          fc.pre(value.trim() !== '');
          const text = `${before}source:`;
          const [first] = completionsAt(placeInQuery(text, text.length), {
            fields: [],
            values: [{ value, count: 1 }],
          });
          const { text: put } = applyCompletion(text, first!);
          expect(parseFilter(put)).toEqual(
            parseFilter(`${before}source:"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`),
          );
        },
      ),
    );
  });

  it('leaves what stands behind the caret', () => {
    const marked = 'level:error sou| -health';
    const [first] = completionsAt(at(marked), SOURCES);
    expect(applyCompletion(marked.replace('|', ''), first!)).toEqual({
      text: 'level:error source: -health',
      caret: 'level:error source:'.length,
    });
  });
});
