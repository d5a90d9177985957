import { z } from 'zod';
import { MAX_LEVEL_PREFIXES, MAX_NAME_LENGTH } from './limits.ts';
import { LOG_LEVELS, parseLogLevel, type LogLevel } from './LogLevel.ts';

/** A name has no empty segments, and `*` is what people write who mean the prefix. */
const SEGMENT = /^[^\s*\p{Cc}](?:[^*\p{Cc}]*[^\s*\p{Cc}])?$/u;

const levels = z
  // Not a record of zod's, which passes over a key `__proto__` in silence.
  .custom<object>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object with a level for each logger prefix',
  )
  .refine((given) => Object.keys(given).length <= MAX_LEVEL_PREFIXES, {
    error: `has at most ${MAX_LEVEL_PREFIXES} logger prefixes`,
    abort: true,
  })
  .transform((given, context) => {
    const read: [prefix: string, level: LogLevel][] = [];
    for (const [prefix, value] of Object.entries(given)) {
      const level = parseLogLevel(value);
      const problem = prefixProblem(prefix);
      if (level !== undefined && problem === undefined) read.push([prefix, level]);
      else context.addIssue(problem ?? `the level of "${prefix}" must be one of ${LOG_LEVELS.join(', ')}`);
    }
    return Object.fromEntries(read) as Readonly<Record<string, LogLevel>>;
  });

/** What a change of the level settings must look like; a level may be any synonym, and is read as one of the five. */
export const levelSettingsChangeSchema = z.strictObject({ levels });

function prefixProblem(prefix: string): string | undefined {
  if (prefix === '') return undefined;
  if (prefix.length > MAX_NAME_LENGTH) return `a logger prefix has at most ${MAX_NAME_LENGTH} characters`;
  if (prefix.split('.').every((segment) => SEGMENT.test(segment))) return undefined;
  return (
    `${JSON.stringify(prefix)} is no logger prefix: write segments joined by dots, such as shop.cart, which ` +
    'holds for all loggers below it too, or "" for every logger'
  );
}
