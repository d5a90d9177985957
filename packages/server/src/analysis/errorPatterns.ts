import { truncateText, type ErrorPattern, type LogEntry } from '@tailrace/protocol';

/** Patterns that are told. */
const MAX_PATTERNS = 10;
/** UTF-16 code units of a message that are told. */
const MAX_PATTERN_LENGTH = 500;
/** What makes messages of one kind differ: ids, hashes and numbers. At most so long, so that no message takes long. */
const VARIABLE = /\b(?=[0-9a-f-]{0,64}\d)[0-9a-f]{1,32}(?:-[0-9a-f]{1,32}){0,8}\b|\d{1,32}/gi;

/** Groups errors by what they say, numbers and ids aside; the most frequent first. */
export function errorPatterns(newestFirst: readonly LogEntry[]): ErrorPattern[] {
  const patterns = new Map<string, ErrorPattern>();
  for (const { message, source, level, timestamp } of newestFirst) {
    const text = truncateText(message, MAX_PATTERN_LENGTH);
    const key = `${source} ${text.replaceAll(VARIABLE, '#')}`;
    const known = patterns.get(key);
    patterns.set(
      key,
      known
        ? { ...known, count: known.count + 1, first: timestamp }
        : { message: text, source, level, count: 1, first: timestamp, last: timestamp },
    );
  }
  return [...patterns.values()].toSorted((a, b) => b.count - a.count).slice(0, MAX_PATTERNS);
}
