import { compareLogLevels, type LogContext, type LogLevel } from '@tailrace/protocol';
import { prepareScope } from './line.ts';
import { nameOr } from './LoggerOptions.ts';
import type { LoggerStatus } from './LoggerStatus.ts';
import type { LogPipeline } from './LogPipeline.ts';
import type { LogRecord } from './LogRecord.ts';
import { mergeContext } from './mergeContext.ts';

/**
 * Logs entries that arrive, or are counted as lost. No method throws, whatever it is given, and none waits.
 * All of them may be taken off the logger and called alone.
 *
 * A message is text; an error is taken apart wherever it stands: as the message, as the metadata, or as
 * `metadata.error`.
 *
 * @example
 * logger.info('Order placed', { total: 1200 });
 * logger.error('Payment failed', { error, amount: 12 });
 * logger.child('cart').with({ user_id: '42' }).debug('Item added');
 */
export interface Logger {
  readonly debug: (message: unknown, metadata?: unknown) => void;
  readonly info: (message: unknown, metadata?: unknown) => void;
  readonly warning: (message: unknown, metadata?: unknown) => void;
  /** The same as `warning`. */
  readonly warn: (message: unknown, metadata?: unknown) => void;
  /** On its way to the disk when it returns, as is `critical`: a crash right after it does not lose it. */
  readonly error: (message: unknown, metadata?: unknown) => void;
  readonly critical: (message: unknown, metadata?: unknown) => void;
  /** @param level what is none of the five counts as `info` */
  readonly log: (level: LogLevel, message: unknown, metadata?: unknown) => void;
  /**
   * Logs a whole record, with what the methods above have no place for. Audit entries go past the logger's level.
   *
   * @example
   * logger.emit({ message: 'Signed in', category: 'audit', action: 'user_login' });
   */
  readonly emit: (record: LogRecord) => void;

  /** A logger whose entries carry more context: the given fields, over the inherited ones. */
  readonly with: (context: LogContext) => Logger;
  /** A logger one level down the name: `shop` becomes `shop.cart`. */
  readonly child: (name: string, context?: LogContext) => Logger;

  /** A snapshot; shared by all children. */
  readonly status: LoggerStatus;
  /**
   * Calls the listener after the status changed, at most ten times a second.
   *
   * @returns how to stop
   */
  readonly onStatus: (listener: (status: LoggerStatus) => void) => () => void;
  /**
   * Tries to deliver everything logged so far now. Resolves when the server has it, or when the attempt
   * failed: the status tells which. Never rejects.
   */
  readonly flush: () => Promise<LoggerStatus>;
  /**
   * Resolves once everything logged so far is in durable storage and would survive a crash of the tab. Where
   * there is no such storage it resolves at once, and `status.storage` says `memory`. Never rejects.
   */
  readonly persisted: () => Promise<void>;
  /**
   * From now on entries only gather in memory: nothing is stored, nothing is sent, until `resume`. For the time
   * before consent.
   */
  readonly pause: () => void;
  readonly resume: () => void;
  /**
   * Erases all that waits, also in other tabs' part of the queue and what earlier pages left, and pauses. What
   * was erased is counted as dropped: `consent`.
   */
  readonly forget: () => Promise<void>;
  /** Writes what is left to the queue, and stops. Later entries are counted as dropped: `disabled`. */
  readonly close: () => Promise<void>;
}

/** Makes one of the loggers that share a pipeline. */
export function makeLogger(pipeline: LogPipeline, name: string, context: LogContext): Logger {
  const { options } = pipeline;
  const scope = prepareScope(options.source, name, context, options);
  const emit = (record: LogRecord) => pipeline.write(scope, record);
  const at = (level: LogLevel) =>
    compareLogLevels(level, options.level) < 0
      ? () => {}
      : (message: unknown, metadata?: unknown) => emit({ level, message, metadata });
  const child = (childName: unknown, more?: LogContext) => {
    const full = [name, nameOr(childName, '')].filter(Boolean).join('.');
    return makeLogger(pipeline, nameOr(full, ''), mergeContext(context, more));
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warning: at('warning'),
    warn: at('warning'),
    error: at('error'),
    critical: at('critical'),
    log: (level, message, metadata) => emit({ level, message, metadata }),
    emit,
    with: (more) => child('', more),
    child,
    get status() {
      return pipeline.readStatus();
    },
    onStatus: pipeline.onStatus,
    flush: pipeline.flush,
    persisted: pipeline.persisted,
    pause: pipeline.pause,
    resume: pipeline.resume,
    forget: pipeline.forget,
    close: pipeline.close,
  };
}
