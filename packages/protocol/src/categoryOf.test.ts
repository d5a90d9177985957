import { expect, it } from 'vitest';
import { categoryOf } from './categoryOf.ts';

it.each([
  ['is flagged', { message: 'm', category: 'audit' }, 'audit'],
  ['is of an audit logger', { message: 'm', logger: 'audit.access' }, 'audit'],
  [
    'is of an audit logger, whatever it claims',
    { message: 'm', logger: 'audit.a', category: 'system' },
    'audit',
  ],
  ['has a marked message', { message: '[AUDIT] Signed in' }, 'audit'],
  ['is of a logger named alike', { message: 'm', logger: 'auditor.access' }, 'system'],
  ['is of an audit logger further down', { message: 'm', logger: 'shop.audit.access' }, 'system'],
  ['has the mark further on', { message: 'No [AUDIT] here' }, 'system'],
  ['is flagged as of the system', { message: 'm', category: 'system' }, 'system'],
  ['says nothing', { message: 'm' }, 'system'],
] as const)('what %s: %j is %s', (_, entry, category) => {
  expect(categoryOf(entry)).toBe(category);
});
