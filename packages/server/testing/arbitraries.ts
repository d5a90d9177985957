import { LOG_LEVELS } from '@tailrace/protocol';
import fc from 'fast-check';
/* oxlint-disable no-restricted-imports -- what needs fast-check is not exported to those who install the package */
import {
  KEYS,
  LOGGERS,
  NUMBERS,
  SOURCES,
  VALUES,
  WORDS,
} from '../../protocol/src/filter/arbitraryVocabulary.ts';

export { arbitraryFilter } from '../../protocol/src/filter/arbitraryFilter.ts';
export { arbitraryRegex, escapeRegex } from '../../protocol/src/filter/arbitraryRegex.ts';
export { nearRegex } from '../../protocol/src/filter/arbitraryText.ts';
export { WORDS };
/* oxlint-enable no-restricted-imports */

const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 0, maxLength: 5 })
  .map((words) => words.join(' '));
const scalar = fc.oneof(
  fc.constantFrom(...VALUES),
  fc.constantFrom(...NUMBERS),
  fc.boolean(),
  fc.constant(null),
);
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const fields = fc.dictionary(fc.constantFrom(...KEYS), anyValue, { maxKeys: 4, noNullPrototype: true });
const error = fc.record(
  {
    name: fc.constantFrom('TypeError', 'Error'),
    message: text,
    code: scalar,
    cause: fc.record({ name: fc.constant('Inner'), message: text }),
  },
  { requiredKeys: ['name', 'message'] },
);

/** An entry, without its number. */
export const anyEntry = fc.record(
  {
    timestamp: fc.integer({ min: 0, max: 5 }).map((second) => `2026-11-20T10:30:0${second}.000Z`),
    level: fc.constantFrom(...LOG_LEVELS),
    category: fc.constantFrom('system', 'audit'),
    source: fc.constantFrom(...SOURCES),
    logger: fc.constantFrom(...LOGGERS),
    stream: fc.constantFrom('stdout', 'stderr'),
    message: text,
    context: fields,
    metadata: fields,
    error,
    code: fc.record({ function: fc.constantFrom('pay', 'load'), line: fc.integer({ min: 0, max: 5 }) }),
    trace: fc.record({
      execution_time_ms: fc.double({ min: 0, max: 5, noNaN: true }),
      status: fc.constant('ok'),
    }),
    action: fc.constantFrom('user_login', 'spawn'),
  },
  { requiredKeys: ['timestamp', 'level', 'source', 'message'] },
);
