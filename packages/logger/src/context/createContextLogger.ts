import type { LogContext } from '@tailrace/protocol';
import type { Logger } from '../Logger.ts';
import type { ContextLogger } from './ContextLogger.ts';
import { createScope } from './LogScope.ts';

/**
 * Makes a logger with a context of its own that can change: each entry carries what the context holds then.
 *
 * @param context what it holds at first
 * @example
 * const log = createContextLogger(logger, { tab: 'main' });
 * log.setContext({ user_id: '42' });
 * log.info('Signed in'); // with tab and user_id
 */
export function createContextLogger(logger: Logger, context: LogContext = {}): ContextLogger {
  return createScope(context).logger(logger);
}
