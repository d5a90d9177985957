import type { LogCategory, LogCode, LogContext, LogLevel, LogStreamName, LogTrace } from '@tailrace/protocol';

/** An entry as code hands it over: what the five level methods take, and all that they do not. */
export interface LogRecord {
  /** @default 'info' */
  readonly level?: LogLevel | undefined;
  /** Text; an error is taken apart. */
  readonly message: unknown;
  readonly metadata?: unknown;
  /** When it happened, for what is told later: milliseconds since 1970, UTC. @default now */
  readonly timestamp?: number | undefined;
  /** Over what the logger and the scope carry. */
  readonly context?: LogContext | undefined;
  /** @default 'system' */
  readonly category?: LogCategory | undefined;
  /** What was done, of audit entries: `user_login`. */
  readonly action?: string | undefined;
  readonly stream?: LogStreamName | undefined;
  readonly code?: LogCode | undefined;
  readonly trace?: LogTrace | undefined;
}
