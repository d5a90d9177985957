import { isLogLevel, SEVERITY_NUMBERS, type LogContext, type LogLevel } from '@tailrace/protocol';
import { prepareScope, type LineScope } from './line.ts';
import { nameOr } from './LoggerOptions.ts';
import type { LoggerStatus } from './LoggerStatus.ts';
import type { LogPipeline } from './LogPipeline.ts';

/** What all loggers of one `createLogger` share. */
export interface LoggerCore {
  readonly pipeline: LogPipeline;
  readonly source: string;
  /** OpenTelemetry severity number below which entries are not made. */
  readonly threshold: number;
}

/**
 * Logs entries that arrive, or are counted as lost. No method throws, whatever it is given, and none waits.
 *
 * A message is text; an error is taken apart wherever it stands: as the message, as the metadata, or as
 * `metadata.error`.
 *
 * @example
 * logger.info('Order placed', { total: 1200 });
 * logger.error('Payment failed', { error, amount: 12 });
 * logger.child('cart').with({ user_id: '42' }).debug('Item added');
 */
export class Logger {
  readonly #core: LoggerCore;
  readonly #name: string;
  readonly #context: LogContext;
  readonly #scope: LineScope;

  /** @internal Loggers are made by `createLogger`, `child` and `with`. */
  constructor(core: LoggerCore, name: string, context: LogContext) {
    this.#core = core;
    this.#name = name;
    this.#context = context;
    this.#scope = prepareScope(core.source, name, context);
  }

  debug(message: unknown, metadata?: unknown): void {
    this.#write('debug', message, metadata);
  }

  info(message: unknown, metadata?: unknown): void {
    this.#write('info', message, metadata);
  }

  warning(message: unknown, metadata?: unknown): void {
    this.#write('warning', message, metadata);
  }

  /** The same as `warning`. */
  warn(message: unknown, metadata?: unknown): void {
    this.#write('warning', message, metadata);
  }

  /** On its way to the disk when it returns, as is `critical`: a crash right after it does not lose it. */
  error(message: unknown, metadata?: unknown): void {
    this.#write('error', message, metadata);
  }

  critical(message: unknown, metadata?: unknown): void {
    this.#write('critical', message, metadata);
  }

  /** @param level what is none of the five counts as `info` */
  log(level: LogLevel, message: unknown, metadata?: unknown): void {
    this.#write(isLogLevel(level) ? level : 'info', message, metadata);
  }

  /** A logger whose entries carry more context: the given fields, over the inherited ones. */
  with(context: LogContext): Logger {
    return new Logger(this.#core, this.#name, merge(this.#context, context));
  }

  /** A logger one level down the name: `shop` becomes `shop.cart`. */
  child(name: string, context?: LogContext): Logger {
    const full = this.#name && nameOr(name, '') ? `${this.#name}.${name}` : nameOr(name, this.#name);
    return new Logger(this.#core, nameOr(full, ''), context ? merge(this.#context, context) : this.#context);
  }

  /** A snapshot; shared by all children. */
  get status(): LoggerStatus {
    return this.#core.pipeline.status;
  }

  /**
   * Calls the listener after the status changed, at most ten times a second.
   *
   * @returns how to stop
   */
  onStatus(listener: (status: LoggerStatus) => void): () => void {
    return this.#core.pipeline.onStatus(listener);
  }

  /**
   * Tries to deliver everything logged so far now. Resolves when the server has it, or when the attempt
   * failed: the status tells which. Never rejects.
   */
  flush(): Promise<LoggerStatus> {
    return this.#core.pipeline.flush();
  }

  /**
   * Resolves once everything logged so far is in durable storage and would survive a crash of the tab. Where
   * there is no such storage it resolves at once, and `status.storage` says `memory`. Never rejects.
   */
  persisted(): Promise<void> {
    return this.#core.pipeline.persisted();
  }

  /** Writes what is left to the queue, and stops. Later entries are counted as dropped: `disabled`. */
  close(): Promise<void> {
    return this.#core.pipeline.close();
  }

  #write(level: LogLevel, message: unknown, metadata: unknown): void {
    if (SEVERITY_NUMBERS[level] >= this.#core.threshold)
      this.#core.pipeline.write(this.#scope, level, message, metadata);
  }
}

function merge(inherited: LogContext, own: LogContext): LogContext {
  try {
    return { ...inherited, ...own };
  } catch {
    // A getter of the app's own threw: the context stays as it was.
    return inherited;
  }
}
