import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { createMemoryLogger } from '../testing/createMemoryLogger.ts';
import { LogErrorBoundary, LoggerProvider, useLogger } from './index.ts';

function Cart() {
  useLogger('cart', { user_id: '42' }).info('Rendered');
  return createElement('p', null, 'Cart');
}

it('renders on a server', () => {
  const logger = createMemoryLogger({ logger: 'shop' });
  const html = renderToString(
    createElement(LoggerProvider, { logger }, createElement(LogErrorBoundary, {}, createElement(Cart))),
  );
  expect(html).toBe('<p>Cart</p>');
  expect(logger.entries).toMatchObject([{ logger: 'shop.cart', context: { user_id: '42' } }]);
});
