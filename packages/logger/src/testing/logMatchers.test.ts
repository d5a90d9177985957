import { expect as jestExpect } from 'expect';
import { expect as vitestExpect, describe, expect, it } from 'vitest';
import { createMemoryLogger } from './createMemoryLogger.ts';
import { logMatchers } from './logMatchers.ts';
import './vitest.ts';

Object.assign(globalThis, { expect: jestExpect });
await import('./jest.ts');

function logged() {
  const logger = createMemoryLogger({ context: { request_id: 'r-1' } });
  logger.with({ user_id: '42' }).warning('Out of stock', { sku: 'a', left: 0 });
  logger.error('Payment failed', { error: new TypeError('Card refused'), amount: 12 });
  return logger;
}

describe.each([
  ['Vitest', vitestExpect],
  ['Jest', jestExpect as unknown as typeof vitestExpect],
])('in %s', (_, expectIn) => {
  it('finds an entry by any of its parts', () => {
    const logger = logged();
    expectIn(logger).toHaveLogged({ level: 'warning', message: 'Out of stock', metadata: { left: 0 } });
    expectIn(logger.entries).toHaveLogged({ message: /^pay/i, error: { message: /refused/ } });
    expectIn(logger).toHaveLogged({ metadata: { amount: expectIn.any(Number) as number } });
    expectIn(logger).not.toHaveLogged({ level: 'warning', message: 'Payment failed' });
    expectIn(createMemoryLogger()).not.toHaveLogged({});
  });

  it('looks at the context of an entry, or of all', () => {
    const logger = logged();
    expectIn(logger.entries[0]).toCarryContext({ user_id: '42' });
    expectIn(logger).toCarryContext({ request_id: 'r-1' });
    expectIn(logger).not.toCarryContext({ user_id: '42' });
    expectIn(createMemoryLogger()).not.toCarryContext({});
  });

  it('fails', () => {
    expect(() => expectIn(logged()).toHaveLogged({ level: 'critical' })).toThrow('expected an entry like');
    expect(() => expectIn(logged()).not.toHaveLogged({ level: 'error' })).toThrow('but there is');
    expect(() => expectIn(logged()).toCarryContext({ user_id: '42' })).toThrow('context.user_id');
    expect(() => expectIn('text').not.toHaveLogged({})).toThrow('needs a memory logger');
  });
});

it('says what came nearest, and where it differs', () => {
  const { pass, message } = logMatchers.toHaveLogged(logged(), {
    message: /fail/,
    metadata: { amount: 13, currency: 'EUR' },
  });
  expect(pass).toBe(false);
  expect(message())
    .toBe(`expected an entry like {"message":"/fail/","metadata":{"amount":13,"currency":"EUR"}}

nearest: #2 error "Payment failed" context={"request_id":"r-1"} metadata={"amount":12} error="TypeError: Card refused"
  metadata.amount: expected 13, received 12
  metadata.currency: expected "EUR", received undefined

logged:
  #1 warning "Out of stock" context={"request_id":"r-1","user_id":"42"} metadata={"sku":"a","left":0}
  #2 error "Payment failed" context={"request_id":"r-1"} metadata={"amount":12} error="TypeError: Card refused"`);
});

it('shows the latest of many entries', () => {
  const logger = createMemoryLogger();
  for (let index = 1; index <= 12; index += 1) logger.info(`entry ${index}`);
  const { message } = logMatchers.toHaveLogged(logger, { level: 'error' });
  expect(message()).toContain('after 2 more:\n  #3 info "entry 3"');
  expect(logMatchers.toHaveLogged(createMemoryLogger(), {}).message()).toContain('nothing was logged');
});
