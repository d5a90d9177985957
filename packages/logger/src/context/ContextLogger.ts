import type { LogContext } from '@tailrace/protocol';
import type { Logger } from '../Logger.ts';
import type { createScope, setContext } from './LogScope.ts';

/** A logger that stands in a scope: its entries carry the scope's context, wherever it is called. */
export interface ContextLogger extends Logger {
  /**
   * Runs a function inside a context, and gives it a logger that keeps the context across `await` everywhere.
   *
   * @returns what the function returns
   * @example
   * await log.runWithContext({ request_id: createRequestId() }, async (log) => {
   *   const user = await authenticate();
   *   log.setContext({ user_id: user.id });
   *   log.info('Signed in'); // with request_id and user_id
   * });
   */
  readonly runWithContext: <T>(context: LogContext, fn: (logger: ContextLogger) => T) => T;
  /** Adds fields to the context of the scope that runs, when it began inside this logger's; else to this logger's. */
  readonly setContext: (context: LogContext) => void;
  readonly with: (context: LogContext) => ContextLogger;
  readonly child: (name: string, context?: LogContext) => ContextLogger;
}

/** What a logger needs of its scope. */
export interface LoggerScope {
  /** Runs a function inside the scope, or where it is when that is further inside. */
  readonly run: <T>(fn: () => T) => T;
  readonly createScope: typeof createScope;
  readonly setContext: typeof setContext;
}

/** Loggers without a scope, by the ones that have one: a logger stands in one scope only. */
const unbound = new WeakMap<Logger, Logger>();

/** Puts a logger into a scope. */
export function bindLogger(given: Logger, scope: LoggerScope): ContextLogger {
  const logger = unbound.get(given) ?? given;
  const { run, createScope, setContext } = scope;
  const inside =
    <Args extends unknown[]>(log: (...args: Args) => void) =>
    (...args: Args) =>
      run(() => log(...args));
  const own = {
    debug: inside(logger.debug),
    info: inside(logger.info),
    warning: inside(logger.warning),
    warn: inside(logger.warn),
    error: inside(logger.error),
    critical: inside(logger.critical),
    log: inside(logger.log),
    emit: inside(logger.emit),
    with: (context) => bindLogger(logger.with(context), scope),
    child: (name, context) => bindLogger(logger.child(name, context), scope),
    runWithContext(context, fn) {
      const inner = run(() => createScope(context));
      return inner.run(() => fn(inner.logger(logger)));
    },
    setContext: (context) => void run(() => setContext(context)),
  } satisfies Partial<ContextLogger>;
  const bound = Object.create(logger, Object.getOwnPropertyDescriptors(own)) as ContextLogger;
  unbound.set(bound, logger);
  return bound;
}
