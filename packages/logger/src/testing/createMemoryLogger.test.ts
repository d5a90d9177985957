import { expect, it } from 'vitest';
import { createMemoryLogger } from './createMemoryLogger.ts';

it('keeps what a server would have got', () => {
  const logger = createMemoryLogger({ source: 'checkout', logger: 'shop', context: { user_id: '42' } });
  logger.child('cart').error('Payment failed', { error: new TypeError('No'), amount: 12 });
  expect(logger.entries).toEqual([
    {
      seq: 1,
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      level: 'error',
      source: 'checkout',
      logger: 'shop.cart',
      message: 'Payment failed',
      context: { user_id: '42' },
      metadata: { amount: 12 },
      error: { name: 'TypeError', message: 'No', stack: expect.any(String) as string },
    },
  ]);
});

it('redacts as the real logger does, unless it is told otherwise', () => {
  const password = ['hunter', '2-is-long'].join('');
  const logger = createMemoryLogger();
  logger.info('Signed in', { password });
  expect(JSON.stringify(logger.entries)).not.toContain(password);
  const open = createMemoryLogger({ redact: (line) => line });
  open.info('Signed in', { password });
  expect(open.entries[0]?.metadata).toEqual({ password });
});

it('leaves out what its level and its processors leave out', () => {
  const logger = createMemoryLogger({
    level: 'info',
    processors: [{ onEmit: ({ message }) => (message === 'sampled away' ? 'sampled' : undefined) }],
  });
  logger.debug('below');
  logger.info('sampled away');
  logger.info('kept');
  expect(logger.entries.map(({ message }) => message)).toEqual(['kept']);
  expect(logger.status).toMatchObject({ emitted: 2, dropped: { sampled: 1 }, storage: 'memory' });
});

it('finds an entry by the parts that matter, and forgets on request', () => {
  const logger = createMemoryLogger();
  logger.info('Item added', { sku: 'a', tags: ['x', 'y'] });
  logger.info('Item added', { sku: 'b' });
  expect(logger.find({ message: /added/, metadata: { sku: 'b' } })?.seq).toBe(2);
  expect(logger.find({ metadata: { tags: ['x', 'y'] } })?.seq).toBe(1);
  expect(logger.find({ metadata: { tags: ['x'] } })).toBeUndefined();
  expect(logger.find({ level: 'error' })).toBeUndefined();
  const { entries } = logger;
  logger.clear();
  expect(entries).toEqual([]);
  logger.info('next');
  expect(entries).toMatchObject([{ seq: 3 }]);
});

it('answers at once to all that waits for storage or network', async () => {
  const logger = createMemoryLogger();
  logger.info('m');
  await logger.persisted();
  expect(await logger.flush()).toMatchObject({ emitted: 1, queued: 1 });
  await logger.close();
});
