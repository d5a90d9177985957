import { compareLogLevels, isLogLevel, type LogLevel } from '@tailrace/protocol';
import type { Logger } from '../Logger.ts';
import type { LoggerOptions } from '../LoggerOptions.ts';
import type { LogRecord } from '../LogRecord.ts';
import type { LoaderRecord, RecordedCall, Recorder } from './LoaderRecord.ts';

type CreateLogger = (options: LoggerOptions) => Logger;

/** Methods of a logger that log at one level. */
const LEVEL_OF: Readonly<Record<string, LogLevel>> = {
  debug: 'debug',
  info: 'info',
  warning: 'warning',
  warn: 'warning',
  error: 'error',
  critical: 'critical',
};

/**
 * Makes up for the time in which the script was not there: performs what the loader recorded, in its order and with
 * its times, and hands the recorders over to real loggers. Until there is a first logger, it waits for one.
 *
 * @returns what `createLogger` is from now on
 */
export function replay({ calls, stop }: LoaderRecord, create: CreateLogger): CreateLogger {
  const levels = new WeakMap<Recorder, LogLevel>();
  let first: Logger | undefined;
  let isLosing = false;

  const createLogger = (options: LoggerOptions): Logger => {
    const loss = { onEmit: () => (isLosing ? ('queue_full' as const) : undefined) };
    return create({ ...options, processors: [loss, ...(options?.processors ?? [])] });
  };

  const perform = ([on, method, args, at, made]: RecordedCall): unknown => {
    if (method === 'createLogger') {
      const options = args[0] as LoggerOptions;
      levels.set(made, isLogLevel(options?.level) ? options.level : 'debug');
      return createLogger(options);
    }
    if (!on) {
      const message = method === 'error' ? 'Uncaught error' : 'Unhandled rejection';
      return first!.emit({ level: 'error', message, metadata: { error: args[0] }, timestamp: at });
    }
    const logger = on.real as Logger;
    const lowest = levels.get(on)!;
    levels.set(made, lowest);
    const level = LEVEL_OF[method];
    if (level) {
      const [message, metadata] = args;
      if (compareLogLevels(level, lowest) < 0) return undefined;
      return logger.emit({ level, message, metadata, timestamp: at });
    }
    if (method === 'log') {
      const [given, message, metadata] = args;
      return logger.emit({ level: given as LogLevel, message, metadata, timestamp: at });
    }
    if (method === 'emit') return logger.emit({ timestamp: at, ...(args[0] as LogRecord) });
    return (logger as unknown as Record<string, (...given: readonly unknown[]) => unknown>)[method]!(...args);
  };

  const performAll = () => {
    const waiting = calls.splice(0);
    for (const call of waiting) {
      try {
        adopt(call[4], perform(call));
      } catch {
        // What the app handed over threw when it was read: it would have thrown into the app, which we never do.
      }
    }
    isLosing = true;
    for (const [, , , , { lost = 0, real }] of waiting)
      for (let left = lost; left > 0; left -= 1) (real as Logger).emit({ message: '' });
    isLosing = false;
    stop();
  };

  const start = calls.findIndex(([, method]) => method === 'createLogger');
  if (start >= 0) {
    // Errors from before the first logger are told by it.
    const [call] = calls.splice(start, 1);
    first = perform(call!) as Logger;
    adopt(call![4], first);
    performAll();
  }
  return (options) => {
    const logger = createLogger(options);
    if (!first) {
      first = logger;
      performAll();
    }
    return logger;
  };
}

/** Makes a recorder the real thing. */
function adopt(recorder: Recorder, result: unknown): void {
  recorder.real = result;
  recorder.resolve?.(result);
  if (typeof result === 'object' && result !== null && 'emit' in result)
    Object.defineProperties(recorder, Object.getOwnPropertyDescriptors(result));
}
