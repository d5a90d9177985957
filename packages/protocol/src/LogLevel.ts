/**
 * The five levels, from least to most severe. The order of this list is the order of the levels.
 */
export const LOG_LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;

/** How severe an entry is. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * OpenTelemetry severity number of each level: the first of its range, so that a comparison of numbers
 * is a comparison of levels.
 */
export const SEVERITY_NUMBERS: Readonly<Record<LogLevel, number>> = {
  debug: 5,
  info: 9,
  warning: 13,
  error: 17,
  critical: 21,
};

/** Synonyms of the field: syslog, pino, winston, Python, Java and .NET names. Lower case. */
const LEVEL_SYNONYMS: Readonly<Record<string, LogLevel>> = {
  trace: 'debug',
  verbose: 'debug',
  silly: 'debug',
  fine: 'debug',
  information: 'info',
  informational: 'info',
  notice: 'info',
  log: 'info',
  warn: 'warning',
  err: 'error',
  severe: 'error',
  crit: 'critical',
  fatal: 'critical',
  alert: 'critical',
  emerg: 'critical',
  emergency: 'critical',
  panic: 'critical',
};

/** Tells whether a value is one of the five level names exactly as they are written on the wire. */
export function isLogLevel(value: unknown): value is LogLevel {
  return typeof value === 'string' && (LOG_LEVELS as readonly string[]).includes(value);
}

/**
 * Reads a level in any case, by its synonyms, or as an OpenTelemetry severity number (1 to 24).
 *
 * @returns the level, or `undefined` when the value names none
 * @example
 * parseLogLevel('WARN'); // 'warning'
 * parseLogLevel(18); // 'error'
 */
export function parseLogLevel(value: unknown): LogLevel | undefined {
  if (isLogLevel(value)) return value;
  if (typeof value === 'number') return levelOfSeverityNumber(value);
  if (typeof value !== 'string') return undefined;
  const name = value.trim().toLowerCase();
  if (isLogLevel(name)) return name;
  if (Object.hasOwn(LEVEL_SYNONYMS, name)) return LEVEL_SYNONYMS[name];
  return /^\d{1,2}$/.test(name) ? levelOfSeverityNumber(Number(name)) : undefined;
}

/** Negative when `a` is less severe than `b`, 0 when equal, positive when more severe. */
export function compareLogLevels(a: LogLevel, b: LogLevel): number {
  return SEVERITY_NUMBERS[a] - SEVERITY_NUMBERS[b];
}

function levelOfSeverityNumber(number: number): LogLevel | undefined {
  if (!Number.isInteger(number) || number < 1 || number > 24) return undefined;
  if (number < 9) return 'debug';
  if (number < 13) return 'info';
  if (number < 17) return 'warning';
  return number < 21 ? 'error' : 'critical';
}
