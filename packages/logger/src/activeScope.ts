import type { LogContext, LogTrace } from '@tailrace/protocol';

/** What code runs inside of: its entries carry it. */
export interface ActiveScope {
  readonly context: LogContext;
  readonly trace?: LogTrace | undefined;
}

/**
 * Where loggers look for the scope that runs. Nothing fills it until `runWithContext` is loaded, so an app that
 * does without pays nothing.
 */
export const activeScope: { read: (() => ActiveScope | undefined) | undefined } = { read: undefined };
