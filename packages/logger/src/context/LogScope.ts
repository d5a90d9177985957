import type { LogContext } from '@tailrace/protocol';
import { activeScope, type ActiveScope } from '../activeScope.ts';
import type { Logger } from '../Logger.ts';
import { mergeContext } from '../mergeContext.ts';
import { bindLogger, type ContextLogger } from './ContextLogger.ts';
import { createScopeVariable } from './scopeVariable.ts';
import type { TraceIds } from './traceparent.ts';

/**
 * A context that code runs inside of. It is a value: pass it to where the work goes on, for after an `await`
 * today's browsers no longer know what an async function began in.
 */
export interface LogScope {
  /** What entries inside carry now. */
  readonly context: LogContext;
  /** Where in a trace the scope stands. */
  readonly trace: TraceIds | undefined;
  /** Adds fields: later entries carry them, and scopes that begin inside from now on. */
  readonly set: (context: LogContext) => void;
  /** Runs a function inside, and returns what it returns. */
  readonly run: <T>(fn: () => T) => T;
  /**
   * Binds a callback: whenever it is called, it runs inside.
   *
   * @example
   * button.addEventListener('click', scope.wrap(() => logger.info('Clicked')));
   */
  readonly wrap: <This, Args extends unknown[], Result>(
    fn: (this: This, ...args: Args) => Result,
  ) => (this: This, ...args: Args) => Result;
  /** A logger whose entries carry this scope's context, wherever it is called. */
  readonly logger: (logger: Logger) => ContextLogger;
}

/** What a scope begins with, beside its context. */
export interface ScopeOptions {
  /** The trace to take part in. @default that of the scope that runs */
  readonly trace?: TraceIds | undefined;
}

/** A running scope. What it carries is replaced and never changed, for printed lines are cached by it. */
interface RunningScope {
  /** Numbers of the scope and those it began inside of, the nearest last. */
  readonly lineage: readonly number[];
  active: ActiveScope & { readonly trace?: TraceIds | undefined };
}

/**
 * Scopes outside of itself that a scope knows. Numbers and a limit, because a chain of scopes would grow for
 * ever where each run of a task starts the next one.
 */
const MAX_LINEAGE = 32;

const running = createScopeVariable<RunningScope>();
activeScope.read = () => running.get()?.active;
let scopes = 0;

/**
 * Makes a scope that inherits what the scope that runs now carries.
 *
 * @example
 * const scope = createScope({ request_id: createRequestId() });
 * const log = scope.logger(logger);
 * await authenticate();
 * scope.set({ user_id: '42' });
 * log.info('Signed in'); // with request_id and user_id
 */
export function createScope(context: LogContext, options: ScopeOptions = {}): LogScope {
  const outer = running.get();
  scopes += 1;
  const id = scopes;
  const { trace = outer?.active.trace } = options;
  const own: RunningScope = {
    lineage: [...(outer?.lineage ?? []), id].slice(-MAX_LINEAGE),
    active: { context: mergeContext(outer?.active.context ?? {}, context), trace },
  };
  const run = <T>(fn: () => T): T => running.run(own, fn);
  return {
    get context() {
      return own.active.context;
    },
    trace,
    set: (more) => extend(own, more),
    run,
    wrap: (fn) =>
      function bound(this, ...args) {
        return run(() => fn.apply(this, args));
      },
    logger: (logger) =>
      bindLogger(logger, {
        createScope,
        setContext,
        // A scope that began inside this one knows more than this one does.
        run: (fn) => (running.get()?.lineage.includes(id) ? fn() : run(fn)),
      }),
  };
}

/**
 * Runs a function inside a context: every entry logged by it, and by whatever it calls, carries the context.
 * Contexts nest: the inner one inherits the outer one's fields, and wins. Afterwards it is gone, also when the
 * function throws.
 *
 * Across `await` the context holds in Node, and in browsers that have `AsyncContext`. In others it holds until
 * the first `await`; use the scope that the function is given.
 *
 * @returns what the function returns
 * @example
 * await runWithContext({ correlation_id: orderId }, async (scope) => {
 *   logger.info('Order sent'); // before the first await
 *   await send(order);
 *   scope.logger(logger).info('Order accepted'); // in every browser
 * });
 */
export function runWithContext<T>(context: LogContext, fn: (scope: LogScope) => T): T {
  const scope = createScope(context);
  return scope.run(() => fn(scope));
}

/**
 * Adds fields to the context of the scope that runs.
 *
 * @returns `false` when none runs, and nothing was set: there is no context of the whole page, for code after
 * an `await` would put into it what is of one task only
 * @example
 * setContext({ user_id: session.userId });
 */
export function setContext(context: LogContext): boolean {
  const scope = running.get();
  if (scope) extend(scope, context);
  return scope !== undefined;
}

/** What entries carry here, by the scope that runs. */
export function currentContext(): LogContext {
  return running.get()?.active.context ?? {};
}

/** Where in a trace the scope that runs stands. */
export function currentTrace(): TraceIds | undefined {
  return running.get()?.active.trace;
}

function extend(scope: RunningScope, context: LogContext): void {
  scope.active = { ...scope.active, context: mergeContext(scope.active.context, context) };
}
