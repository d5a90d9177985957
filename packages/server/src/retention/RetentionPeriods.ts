import type { LogCategory, LogLevel } from '@tailrace/protocol';

/** What is kept for equally long: the levels, audit entries whatever their level, and entries with a duration. */
export const RETENTION_CLASSES = [
  'debug',
  'info',
  'warning',
  'error',
  'critical',
  'audit',
  'traces',
] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

/** Days for which each class is kept; `Infinity` is for ever. */
export type RetentionPeriods = Readonly<Record<RetentionClass, number>>;

/** Milliseconds since 1970 for each class: what arrived before is to go. */
export type RemovalTimes = Readonly<Record<RetentionClass, number>>;

export const DEFAULT_RETENTION: RetentionPeriods = {
  debug: 7,
  info: 30,
  warning: 60,
  error: 90,
  critical: 120,
  audit: 365,
  traces: 30,
};

export const DAY_MS = 86_400_000;

/** What decides for how long an entry is kept. */
export interface KeptEntry {
  readonly level: LogLevel;
  readonly category: LogCategory;
  /** Whether it has `trace.execution_time_ms`. */
  readonly isTimed: boolean;
}

/**
 * When the periods end that end now. They are counted in whole days, UTC, so that a day's file is touched once for
 * each class: an entry is kept for its period, and until midnight after it.
 *
 * @param now milliseconds since 1970
 */
export function removalTimes(periods: RetentionPeriods, now: number): RemovalTimes {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return forEachClass((name) => today - periods[name] * DAY_MS);
}

/** The same time for every class. */
export function removalBefore(time: number): RemovalTimes {
  return forEachClass(() => time);
}

/** When what has a level, and is no audit entry, is to go. Timing that is kept for longer keeps its entry, too. */
export function removalTimesOf(before: RemovalTimes, level: LogLevel): { plain: number; timed: number } {
  return { plain: before[level], timed: Math.min(before[level], before.traces) };
}

/** Tells whether an entry that arrived then is to go. */
export function isToGo(
  { level, category, isTimed }: KeptEntry,
  receivedAt: number,
  before: RemovalTimes,
): boolean {
  if (category === 'audit') return receivedAt < before.audit;
  const { plain, timed } = removalTimesOf(before, level);
  return receivedAt < (isTimed ? timed : plain);
}

/** The last time before which anything is to go. */
export function lastRemovalTime(before: RemovalTimes): number {
  return Math.max(...Object.values(before));
}

function forEachClass(value: (name: RetentionClass) => number): RemovalTimes {
  return Object.fromEntries(RETENTION_CLASSES.map((name) => [name, value(name)])) as RemovalTimes;
}
