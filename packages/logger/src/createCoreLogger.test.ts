import { afterEach, beforeEach, expect, it } from 'vitest';
import { IngestServer } from '../test/IngestServer.ts';
import { createCoreLogger } from './createCoreLogger.ts';

let server: IngestServer;

beforeEach(async () => {
  server = new IngestServer();
  await server.start();
});
afterEach(() => server.stop());

it('delivers what it is given, and redacts by what it is handed', async () => {
  const logger = createCoreLogger({
    url: `http://127.0.0.1:${server.port}`,
    key: 'test-key',
    source: 'shop',
    redact: (line) => line.replaceAll('4711', '[customer]'),
  });
  logger.info('Order of 4711', { total: 12n, seen: new Set(['a']) });
  logger.child('cart').error('Payment failed', new TypeError('No', { cause: 'disk' }));
  expect(await logger.flush()).toMatchObject({ emitted: 2, sent: 2, storage: 'memory' });
  await logger.close();
  expect([...server.stored.values()]).toMatchObject([
    { level: 'info', message: 'Order of [customer]', metadata: { total: '12', seen: ['a'] } },
    { level: 'error', logger: 'cart', error: { name: 'TypeError', cause: { message: 'disk' } } },
  ]);
});
