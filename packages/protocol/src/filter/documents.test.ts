import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFilter } from './parse.ts';
import { printFilter } from './print.ts';

/** The filters in the first column of a document's tables; `(…)` stands for any group. */
function examples(path: string): string[] {
  const text = readFileSync(new URL(`../../../../docs/${path}`, import.meta.url), 'utf8');
  const section = text.includes('## Filter language')
    ? text.split('## Filter language')[1]!.split('\n## ')[0]!
    : text;
  return section
    .split('\n')
    .map((line) => /^\| (`.*?) \| /.exec(line)?.[1] ?? '')
    .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, example]) => example!))
    .filter((example) => example !== '(…)');
}

describe.each([
  ['recipes/filters.md', 36],
  ['protocol.md', 20],
])('%s', (path, least) => {
  it.each(examples(path))('says truly that %s is a filter', (example) => {
    const filter = parseFilter(example);
    expect(parseFilter(printFilter(filter))).toEqual(filter);
  });

  it('has examples that are found', () => {
    expect(examples(path).length).toBeGreaterThanOrEqual(least);
  });
});
