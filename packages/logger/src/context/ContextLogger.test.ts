import { expect, it } from 'vitest';
import { linesLogged } from '../../test/linesLogged.ts';
import { createContextLogger } from './createContextLogger.ts';
import { createScope, runWithContext } from './LogScope.ts';

it('has a context of its own that can change, over all that it makes', () => {
  const { logger, lines } = linesLogged({ context: { app_wide: true } });
  const log = createContextLogger(logger, { tab: 'main' });
  const child = log.child('cart').with({ cart_id: 'c' });
  log.setContext({ user_id: '42' });
  log.warn('own');
  child.emit({ message: 'child', level: 'debug' });
  logger.info('another');
  expect(lines).toMatchObject([
    { level: 'warning', context: { app_wide: true, tab: 'main', user_id: '42' } },
    {
      level: 'debug',
      logger: 'cart',
      context: { app_wide: true, tab: 'main', user_id: '42', cart_id: 'c' },
    },
    { context: { app_wide: true } },
  ]);
  expect(lines[2]!.context).toEqual({ app_wide: true });
});

it('keeps what is of one request out of another, by the logger that each is given', async () => {
  const { logger, lines } = linesLogged();
  const log = createContextLogger(logger);
  const request = (id: string) =>
    log.runWithContext({ request_id: id }, async (inner) => {
      await Promise.resolve();
      inner.setContext({ user_id: `user of ${id}` });
      await Promise.resolve();
      inner.info('given');
      return id;
    });
  expect(await Promise.all(['1', '2'].map(request))).toEqual(['1', '2']);
  log.info('outer');
  expect(lines.map((line) => line.context)).toEqual([
    { request_id: '1', user_id: 'user of 1' },
    { request_id: '2', user_id: 'user of 2' },
    undefined,
  ]);
});

it('carries what runs inside of it, and goes by its own context elsewhere', () => {
  const { logger, lines } = linesLogged();
  const log = createContextLogger(logger, { user_id: 'own' });
  log.runWithContext({ user_id: 'inner' }, () => {
    log.info('inside');
    log.setContext({ more: 1 });
    log.info('inside');
  });
  runWithContext({ user_id: 'stranger' }, () => log.info('elsewhere'));
  expect(lines.map((line) => line.context)).toEqual([
    { user_id: 'inner' },
    { user_id: 'inner', more: 1 },
    { user_id: 'own' },
  ]);
});

it('stands in one scope only', () => {
  const { logger, lines } = linesLogged();
  const log = createContextLogger(logger, { first: 1 });
  createScope({ second: 2 }).logger(log).info('m');
  expect(lines[0]!.context).toEqual({ second: 2 });
});

it('is a logger in everything else', async () => {
  const { logger } = linesLogged();
  const { info, persisted } = createContextLogger(logger);
  info('taken off');
  const log = createContextLogger(logger);
  log.resume();
  await persisted();
  expect(log.status).toMatchObject({ emitted: 1, storage: 'memory', session: logger.status.session });
});
