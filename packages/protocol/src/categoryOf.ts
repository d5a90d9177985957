import type { LogCategory, LogLine } from './LogEntry.ts';

/** What the name of a logger begins with whose entries are all audit. */
const AUDIT_LOGGER_PREFIX = 'audit.';
/** What a message begins with that is audit. */
const AUDIT_MESSAGE_PREFIX = '[AUDIT]';

/**
 * Tells the category of an entry. It is audit if it says so, if its logger's name begins with `audit.`, or if its
 * message begins with `[AUDIT]`: so are entries of producers that know nothing of categories.
 *
 * @example
 * categoryOf({ logger: 'audit.access', message: 'Door opened' }); // 'audit'
 */
export function categoryOf({
  category,
  logger,
  message,
}: Pick<LogLine, 'category' | 'logger' | 'message'>): LogCategory {
  const isAudit =
    category === 'audit' ||
    logger?.startsWith(AUDIT_LOGGER_PREFIX) === true ||
    message.startsWith(AUDIT_MESSAGE_PREFIX);
  return isAudit ? 'audit' : 'system';
}
