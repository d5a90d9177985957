'use client';
import { serializeValue, type LogContext } from '@tailrace/protocol';
import { useContext, useMemo } from 'react';
import type { Logger } from '../Logger.ts';
import { LoggerContext } from './LoggerContext.ts';
import { noLogger } from './noLogger.ts';

/**
 * The logger of the nearest provider, or a child of it. It stays the same object between renders as long as the
 * provider's logger, the name and what the context holds are the same, so it may stand among the dependencies of
 * effects. Outside of a provider nothing is logged, and the console says so once.
 *
 * @param name added to the logger's name: `shop` becomes `shop.cart`
 * @param context what the child's entries carry; a new object with the same fields changes nothing
 * @example
 * const logger = useLogger('cart', { user_id: user.id });
 * return <button onClick={() => logger.info('Checkout pressed')}>Checkout</button>;
 */
export function useLogger(name = '', context?: LogContext): Logger {
  const parent = useContext(LoggerContext) ?? noLogger();
  const fields = context === undefined ? '' : serializeValue(context);
  return useMemo(() => {
    if (!name && !fields) return parent;
    return parent.child(name, fields ? (JSON.parse(fields) as LogContext) : undefined);
  }, [parent, name, fields]);
}
