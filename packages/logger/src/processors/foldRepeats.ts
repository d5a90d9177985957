import { isError, type LogLevel } from '@tailrace/protocol';
import { setBackgroundTimeout } from '../backgroundTimer.ts';
import type { LogProcessor, LogProcessorHost } from '../LogProcessor.ts';
import { watchPage } from '../page/pageLifecycle.ts';

/** Different entries that are remembered at once, at most. The oldest is let go first. */
export const MAX_REMEMBERED_ENTRIES = 200;

/** What counts as a repeat. */
export interface FoldOptions {
  /** Milliseconds after an entry in which the same one counts as its repeat. @default 5000 */
  readonly windowMs?: number;
}

/** An entry that passed, and its repeats. */
interface Fold {
  readonly level: LogLevel;
  readonly logger: string;
  readonly message: string;
  /** By `performance.now()`. */
  readonly beganAt: number;
  repeated: number;
  /** Of the first and last repeat, by `Date.now()`. */
  firstAt: number;
  lastAt: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Of a flood of the same entry (level, logger and message; metadata is not compared) lets the first one pass, and
 * after the window one more that says how often it was `metadata.repeated`, between `first_at` and `last_at`. What
 * is folded away is counted as `repeated`. Audit entries, and messages that are neither text nor an error, pass.
 *
 * @example
 * createLogger({ ...options, processors: [foldRepeats({ windowMs: 10_000 })] });
 */
export function foldRepeats({ windowMs = 5000 }: FoldOptions = {}): LogProcessor {
  /** In the order in which they began. */
  const folds = new Map<string, Fold>();
  let host: LogProcessorHost | undefined;

  const close = (key: string) => {
    const { level, logger, message, repeated, firstAt, lastAt, timer } = folds.get(key)!;
    folds.delete(key);
    clearTimeout(timer);
    if (repeated === 0) return;
    const [first_at, last_at] = [firstAt, lastAt].map((at) => new Date(at).toISOString());
    host?.emit({ level, message, metadata: { repeated, first_at, last_at } }, logger);
  };
  const closeAll = () => {
    for (const key of folds.keys()) close(key);
  };

  return {
    start(given) {
      host = given;
      const nothing = () => {};
      const stop = watchPage({
        onHidden: closeAll,
        onLeave: closeAll,
        onVisible: nothing,
        onReturn: nothing,
      });
      return () => {
        stop();
        closeAll();
      };
    },
    onEmit({ level = 'info', message: given, category }, logger) {
      if (category === 'audit') return undefined;
      const message = isError(given) ? given.message : given;
      if (typeof message !== 'string') return undefined;
      const key = `${level} ${logger}\n${message}`;
      const now = performance.now();
      const fold = folds.get(key);
      const leftMs = fold ? fold.beganAt + windowMs - now : 0;
      if (!fold || leftMs <= 0) {
        if (fold) close(key);
        else if (folds.size >= MAX_REMEMBERED_ENTRIES) close(folds.keys().next().value!);
        const counts = { repeated: 0, firstAt: 0, lastAt: 0, timer: undefined };
        folds.set(key, { level, logger, message, beganAt: now, ...counts });
        return undefined;
      }
      fold.lastAt = Date.now();
      if (fold.repeated === 0) {
        fold.firstAt = fold.lastAt;
        fold.timer = setBackgroundTimeout(() => close(key), leftMs);
      }
      fold.repeated += 1;
      return 'repeated';
    },
  };
}
