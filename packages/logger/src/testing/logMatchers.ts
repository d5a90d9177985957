import type { LogLine } from '@tailrace/protocol';
import { differences, type Difference, type ExpectedEntry } from './ExpectedEntry.ts';

/** Entries that a failure message shows, at most: the latest. */
const SHOWN_ENTRIES = 10;

/** What `expect(…)` has after `expect.extend(logMatchers)`. */
export interface LogMatchers<R = void> {
  /**
   * Of a memory logger or its entries: at least one is as expected, in the parts that are given.
   *
   * @example
   * expect(logger).toHaveLogged({ level: 'error', message: /payment/i, metadata: { amount: 12 } });
   */
  toHaveLogged: (expected: ExpectedEntry) => R;
  /**
   * Of an entry: it has these fields in its context. Of a memory logger or entries: there are some, and all have.
   *
   * @example
   * expect(logger.entries[0]).toCarryContext({ request_id: 'r-1' });
   */
  toCarryContext: (expected: Readonly<Record<string, unknown>>) => R;
}

/** What a matcher answers to the test framework. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Matchers for `expect.extend` of Vitest, Jest, and what follows their form.
 *
 * @example
 * expect.extend(logMatchers);
 */
export const logMatchers = {
  toHaveLogged(received: unknown, expected: ExpectedEntry): MatcherResult {
    const entries = entriesOf(received);
    if (!entries) return refuse('toHaveLogged', received);
    const match = entries.find((entry) => differences(entry, expected).length === 0);
    return {
      pass: match !== undefined,
      message: () =>
        match
          ? `expected no entry like ${show(expected)}\n\nbut there is\n  ${summary(match)}`
          : `expected an entry like ${show(expected)}\n\n${nearest(entries, expected)}${list(entries)}`,
    };
  },

  toCarryContext(received: unknown, expected: Readonly<Record<string, unknown>>): MatcherResult {
    const entries = entriesOf(received) ?? (isEntry(received) ? [received] : undefined);
    if (!entries) return refuse('toCarryContext', received);
    const failing = entries.find((entry) => compareContext(entry, expected).length > 0);
    return {
      pass: entries.length > 0 && !failing,
      message() {
        const wanted = `context ${show(expected)}`;
        if (entries.length === 0) return `expected entries with ${wanted}\n\nbut nothing was logged`;
        if (!failing) return `expected an entry without ${wanted}\n\n${list(entries)}`;
        return `expected ${wanted}\n\nin ${summary(failing)}\n${explain(compareContext(failing, expected))}`;
      },
    };
  },
};

function compareContext(entry: LogLine, expected: unknown): Difference[] {
  return differences(entry.context ?? {}, expected, 'context');
}

function isEntry(value: unknown): value is LogLine {
  return typeof value === 'object' && value !== null && 'seq' in value && 'message' in value;
}

function entriesOf(value: unknown): readonly LogLine[] | undefined {
  const entries = (value as { readonly entries?: unknown } | null | undefined)?.entries;
  // An array has a method of that name.
  const list = Array.isArray(entries) ? entries : value;
  return Array.isArray(list) && list.every(isEntry) ? list : undefined;
}

function refuse(matcher: string, received: unknown): MatcherResult {
  // Fails with and without `not`: a matcher on the wrong thing proves nothing.
  throw new TypeError(`${matcher} needs a memory logger or its entries, not ${show(received)}`);
}

function nearest(entries: readonly LogLine[], expected: ExpectedEntry): string {
  const [best] = entries
    .map((entry) => ({ entry, found: differences(entry, expected) }))
    .toSorted((a, b) => a.found.length - b.found.length);
  return best ? `nearest: ${summary(best.entry)}\n${explain(best.found)}\n\n` : '';
}

function explain(found: readonly Difference[]): string {
  return found
    .map(
      ({ path, expected, received }) => `  ${path}: expected ${show(expected)}, received ${show(received)}`,
    )
    .join('\n');
}

function list(entries: readonly LogLine[]): string {
  if (entries.length === 0) return 'nothing was logged';
  const hidden = entries.length - SHOWN_ENTRIES;
  const shown = entries.slice(-SHOWN_ENTRIES).map((entry) => `\n  ${summary(entry)}`);
  return `logged${hidden > 0 ? `, after ${hidden} more` : ''}:${shown.join('')}`;
}

function summary({ seq, level, logger, message, context, metadata, error }: LogLine): string {
  const parts = Object.entries({ context, metadata, error: error && `${error.name}: ${error.message}` })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${show(value)}`);
  return `#${seq} ${level} ${logger ? `${logger} ` : ''}${show(message)}${parts.join('')}`;
}

function show(value: unknown): string {
  const json = JSON.stringify(value, (_, part: unknown) => (part instanceof RegExp ? String(part) : part));
  return json ?? String(value);
}
