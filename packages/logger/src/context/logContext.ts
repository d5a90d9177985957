import { compareLogLevels, type LogContext, type LogLevel } from '@tailrace/protocol';
import type { Logger } from '../Logger.ts';
import type { ContextLogger } from './ContextLogger.ts';
import { createScope, currentTrace, type LogScope } from './LogScope.ts';
import { createSpanId, createTraceId } from './traceIds.ts';

/** An operation that runs: what it adds is logged when it ends. */
export interface LogOperation {
  /** Its context and trace; for work that goes on after an `await`. */
  readonly scope: LogScope;
  /** Logs inside the operation, after an `await` too; operations begun by it are this one's children. */
  readonly logger: ContextLogger;
  /** Sets a number that the operation's entry carries as metadata. */
  readonly addMetric: (name: string, value: number) => void;
  /** Adds fields to the context of the operation. */
  readonly setContext: (context: LogContext) => void;
}

export interface LogContextOptions {
  /** Level of the entry when all goes well. @default 'info' */
  readonly level?: LogLevel;
  /** What entries inside the operation carry. */
  readonly context?: LogContext;
  /** Milliseconds from which on the operation is slow. @default Infinity */
  readonly slowThresholdMs?: number;
  /** Level of a slow operation's entry, unless `level` is higher. @default 'warning' */
  readonly slowLevel?: LogLevel;
}

/** `logContext` of one logger. */
export type BoundLogContext = <T>(
  name: string,
  fn: (operation: LogOperation) => T,
  options?: LogContextOptions,
) => T;

/**
 * Times an operation, and logs one entry when it ends: its duration (`trace.execution_time_ms`), its outcome
 * (`trace.status`: `ok` or `error`), its metrics (metadata), and the error if it failed, at level `error`.
 * Operations nest: entries inside share a trace, and each operation's entry names its `parent_span_id`.
 *
 * A promise counts as ended when it settles; one that never does is never logged. In browsers without
 * `AsyncContext`, log and begin inner operations after an `await` by the operation's own `logger`.
 *
 * @returns what the function returns; what it throws is thrown on, unchanged
 * @example
 * await logContext(logger, 'checkout', async (operation) => {
 *   operation.addMetric('items', cart.items.length);
 *   await logContext(operation.logger, 'payment', () => pay(cart));
 * });
 */
export function logContext<T>(
  logger: Logger,
  name: string,
  fn: (operation: LogOperation) => T,
  options: LogContextOptions = {},
): T {
  const { level = 'info', context = {}, slowThresholdMs = Infinity, slowLevel = 'warning' } = options;
  const begin = () => {
    const outer = currentTrace();
    const trace = { trace_id: outer?.trace_id ?? createTraceId(), span_id: createSpanId() };
    return { parentSpanId: outer?.span_id, scope: createScope(context, { trace }) };
  };
  const { parentSpanId, scope } = isContextLogger(logger) ? logger.runWithContext({}, begin) : begin();
  const bound = scope.logger(logger);
  const metrics = new Map<string, number>();
  const start = performance.now();

  const end = (status: 'ok' | 'error', failure: { readonly error?: unknown }) => {
    const executionTimeMs = roundToMicroseconds(performance.now() - start);
    const isSlow = executionTimeMs >= slowThresholdMs && compareLogLevels(slowLevel, level) > 0;
    bound.emit({
      level: status === 'error' ? higherLevel(level, 'error') : isSlow ? slowLevel : level,
      message: name,
      metadata: { ...Object.fromEntries(metrics), ...failure },
      trace: {
        ...scope.trace,
        ...(parentSpanId && { parent_span_id: parentSpanId }),
        execution_time_ms: executionTimeMs,
        status,
      },
    });
  };
  const succeed = <R>(result: R): R => {
    end('ok', {});
    return result;
  };
  const fail = (error: unknown): never => {
    end('error', { error });
    throw error;
  };

  let result: T;
  try {
    result = scope.run(() =>
      fn({
        scope,
        logger: bound,
        addMetric: (metric, value) => void metrics.set(metric, value),
        setContext: scope.set,
      }),
    );
  } catch (error) {
    return fail(error);
  }
  return isThenable(result) ? (result.then(succeed, fail) as T) : succeed(result);
}

/**
 * Makes `logContext` of a logger.
 *
 * @example
 * const logContext = bindLogContext(logger);
 * await logContext('checkout', async (operation) => { … });
 */
export function bindLogContext(logger: Logger): BoundLogContext {
  return (name, fn, options) => logContext(logger, name, fn, options);
}

function isContextLogger(logger: Logger): logger is ContextLogger {
  return 'runWithContext' in logger;
}

function higherLevel(a: LogLevel, b: LogLevel): LogLevel {
  return compareLogLevels(a, b) > 0 ? a : b;
}

/** Finer than any browser's clock; without the noise of binary fractions. */
function roundToMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  try {
    return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
  } catch {
    // A getter or proxy of the app's own threw: whoever awaits the value finds out.
    return false;
  }
}
