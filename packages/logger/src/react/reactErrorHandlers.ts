import type { LogLevel } from '@tailrace/protocol';
import type { Logger } from '../Logger.ts';
import { LogErrorBoundary } from './LogErrorBoundary.tsx';
import { isFirstTime } from './loggedErrors.ts';

/** What React tells of an error. */
export interface ReactErrorInfo {
  readonly componentStack?: string | null | undefined;
  /** What caught it, in React 19. */
  readonly errorBoundary?: unknown;
}

/** A callback of a React root. */
export type ReactErrorHandler = (error: unknown, info: ReactErrorInfo) => void;

/** The callbacks of a React 19 root; React 18 knows the last one only. */
export interface ReactErrorHandlers {
  /** What an error boundary caught: level `error`. What a `LogErrorBoundary` logged is not logged again. */
  readonly onCaughtError: ReactErrorHandler;
  /** What no boundary caught, so that React removed the page: level `critical`. */
  readonly onUncaughtError: ReactErrorHandler;
  /** What React recovered from by itself, such as a failed hydration: level `warning`. */
  readonly onRecoverableError: ReactErrorHandler;
}

/**
 * Callbacks for `createRoot` and `hydrateRoot` that log what React catches.
 *
 * With callbacks of one's own React no longer prints such errors to the console; what should happen besides goes
 * into `next`.
 *
 * @param next is called after logging @default nothing
 * @example
 * createRoot(element, reactErrorHandlers(logger)).render(<App />);
 */
export function reactErrorHandlers(
  logger: Logger,
  next: Partial<ReactErrorHandlers> = {},
): ReactErrorHandlers {
  const handler =
    (level: LogLevel, message: string, after: ReactErrorHandler | undefined): ReactErrorHandler =>
    (error, info) => {
      // React calls this before the boundary, which logs it by itself and knows more.
      const isLeftToBoundary = info.errorBoundary instanceof LogErrorBoundary;
      if (!isLeftToBoundary && isFirstTime(error))
        logger.log(level, message, { error, component_stack: info.componentStack?.trim() });
      after?.(error, info);
    };
  return {
    onCaughtError: handler('error', 'React caught an error', next.onCaughtError),
    onUncaughtError: handler('critical', 'React could not recover from an error', next.onUncaughtError),
    onRecoverableError: handler('warning', 'React recovered from an error', next.onRecoverableError),
  };
}
