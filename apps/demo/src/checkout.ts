import type { Logger } from '@tailrace/logger';
import type { Product } from './products.ts';

/** What the bank's gateway answers, in the shop's own words. */
class PaymentError extends Error {
  override readonly name = 'PaymentError';
  readonly code = 'card_declined';
}

/** Pays for a cart; every third order fails, with the cause that one would want to find in the log. */
export function checkOut(logger: Logger, cart: readonly Product[], orderNumber: number): boolean {
  const total = cart.reduce((sum, { price }) => sum + price, 0);
  const order = logger.child('checkout', { correlation_id: `order-${orderNumber}` });
  order.info('Checkout started', { items: cart.length, total });
  try {
    pay(total, orderNumber);
  } catch (error) {
    order.error('Payment failed', { error, total });
    return false;
  }
  order.info('Order placed', { total, order: orderNumber });
  return true;
}

function pay(total: number, orderNumber: number): void {
  if (orderNumber % 3 !== 0) return;
  const cause = new TypeError('Gateway closed the connection before it answered');
  throw new PaymentError(`The bank declined ${total} cents`, { cause });
}
