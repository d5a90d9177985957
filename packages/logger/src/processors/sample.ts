import { LOG_LEVELS, type LogLevel } from '@tailrace/protocol';
import type { LogProcessor } from '../LogProcessor.ts';
import { rememberPerLogger, valueByPrefix } from './perLogger.ts';

/** How much of what is kept. A share is from 0 (nothing) to 1 (all). */
export interface SampleOptions {
  /** Share of what no other option names. Errors and critical entries are kept all the same. @default 1 */
  readonly share?: number;
  /** Share per level, over `share`. */
  readonly levels?: Readonly<Partial<Record<LogLevel, number>>>;
  /**
   * Share per logger prefix, by segments, over `levels`; the longest prefix counts. A number is for all levels
   * below error, an object for the levels that it names. A logger without a name goes by its source.
   */
  readonly loggers?: Readonly<Record<string, number | Readonly<Partial<Record<LogLevel, number>>>>>;
  /**
   * `entry`: each entry is drawn by itself. `session`: of a session everything with the same share is in or out
   * together, and what is in at one share is in at every greater one. @default 'entry'
   */
  readonly by?: 'entry' | 'session';
  /** Draws from 0 up to 1. @default Math.random */
  readonly random?: () => number;
}

type Shares = Readonly<Record<LogLevel, number>>;

/**
 * Keeps a part of the entries; what is left out is counted as `sampled`, so that its number stays known. Errors
 * and critical entries are left out only where `levels` or `loggers` name their level, audit entries never.
 *
 * @example
 * createLogger({ ...options, processors: [sample({ levels: { debug: 0.1 }, loggers: { 'shop.poll': 0.01 } })] });
 * @example
 * sample({ share: 0.2, by: 'session' }); // every fifth session whole, and of the others the errors
 */
export function sample(options: SampleOptions): LogProcessor {
  const { share = 1, levels = {}, loggers = {}, by = 'entry', random = Math.random } = options;
  const sharesOf = (logger: string): Shares => {
    const own = valueByPrefix(loggers, logger);
    const shareOf = (level: LogLevel) => {
      const mild = level === 'error' || level === 'critical' ? undefined : level;
      return (typeof own === 'number' ? mild && own : own?.[level]) ?? levels[level] ?? (mild ? share : 1);
    };
    return Object.fromEntries(LOG_LEVELS.map((level) => [level, shareOf(level)])) as Shares;
  };
  let source = '';
  const shares = rememberPerLogger((logger) => sharesOf(logger || source));
  /** Where the session stands between 0 and 1. */
  let standing = 0;
  return {
    start(host) {
      standing = hashToUnit(host.session);
      source = host.source;
      shares.forget();
      return undefined;
    },
    onEmit({ level = 'info', category }, logger) {
      const kept = shares.of(logger)[level];
      if (kept >= 1 || category === 'audit') return undefined;
      return (by === 'session' ? standing : random()) < kept ? undefined : 'sampled';
    },
  };
}

/** Spreads texts evenly from 0 up to 1: FNV-1a, then the finaliser of MurmurHash3. */
export function hashToUnit(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
