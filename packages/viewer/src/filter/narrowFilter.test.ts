import { parseFilter, printFilter } from '@tailrace/protocol/filter';
import { expect, it } from 'vitest';
import { narrowFilter } from './narrowFilter.ts';

it.each([
  ['', 'source', 'api', 'in', 'source:api'],
  ['timeout', 'source', 'api', 'out', 'timeout -source:api'],
  ['timeout', 'level', 'error', 'in', 'timeout level:error'],
  ['', 'context.user_id', 42, 'in', 'context.user_id:42'],
  ['', 'metadata.paid', false, 'out', '-metadata.paid:false'],
  ['', 'message', 'two words', 'in', 'message:"two words"'],
  ['a source:api', 'source', 'api', 'in', 'a source:api'],
  ['a -source:api', 'source', 'api', 'in', 'a source:api'],
  ['a OR b', 'source', 'api', 'in', '(a OR b) source:api'],
] as const)('narrows "%s" by %s %s %s to "%s"', (text, field, value, mode, expected) => {
  const narrowed = narrowFilter(text, field, value, mode);
  expect(narrowed).toBe(expected);
  expect(printFilter(parseFilter(narrowed))).toBe(printFilter(parseFilter(expected)));
});
