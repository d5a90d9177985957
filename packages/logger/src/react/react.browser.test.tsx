import { StrictMode, useEffect, useState, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Logger } from '../Logger.ts';
import { createMemoryLogger, type MemoryLogger } from '../testing/createMemoryLogger.ts';
import { LogErrorBoundary, LoggerProvider, reactErrorHandlers, useLogger } from './index.ts';

let logger: MemoryLogger;
let root: Root;
let container: HTMLElement;

beforeEach(() => {
  logger = createMemoryLogger({ logger: 'shop' });
  container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container, reactErrorHandlers(logger));
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const inProvider = (children: ReactNode) => (
  <StrictMode>
    <LoggerProvider logger={logger}>{children}</LoggerProvider>
  </StrictMode>
);
const show = (children: ReactNode) => root.render(inProvider(children));
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 5000, interval: 10 });
const press = (text: string) =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent === text)!.click();

function Bomb({ error = new TypeError('Boom') }: { readonly error?: unknown }): ReactNode {
  throw error;
}

it('hands out children of the logger, the same between renders', async () => {
  const seen = new Set<Logger>();
  const effects = vi.fn<(own: Logger) => void>();
  function Counter() {
    const [count, setCount] = useState(0);
    const own = useLogger('cart', { user_id: '42', tags: ['a'] });
    seen.add(own);
    useEffect(() => effects(own), [own]);
    return <button onClick={() => setCount(count + 1)}>{`Count ${count}`}</button>;
  }
  show(<Counter />);
  // Strict Mode mounts twice.
  await until(() => effects.mock.calls.length === 2);
  const made = seen.size;
  for (const count of [0, 1, 2]) {
    press(`Count ${count}`);
    await until(() => container.textContent === `Count ${count + 1}`);
  }
  expect(seen.size).toBe(made);
  expect(effects.mock.calls).toHaveLength(2);
  effects.mock.lastCall![0].info('Checkout pressed');
  expect(logger.entries).toMatchObject([{ logger: 'shop.cart', context: { user_id: '42', tags: ['a'] } }]);
});

it('follows the context, the name and the provider', async () => {
  const Speaker = ({ name, user }: { readonly name: string; readonly user: string }) => {
    const own = useLogger(name, { user_id: user });
    useEffect(() => own.info('Here'), [own]);
    return <p>{name + user}</p>;
  };
  for (const [name, user] of [['a', '1'] as const, ['a', '2'] as const, ['b', '2'] as const]) {
    logger.clear();
    show(<Speaker name={name} user={user} />);
    await until(() => logger.entries.length > 0);
    expect(logger.entries.at(-1)).toMatchObject({ logger: `shop.${name}`, context: { user_id: user } });
  }
  const other = createMemoryLogger({ logger: 'other' });
  show(
    <LoggerProvider logger={other}>
      <Speaker name="b" user="2" />
    </LoggerProvider>,
  );
  await until(() => other.entries.length > 0);
  expect(other.entries[0]).toMatchObject({ logger: 'other.b' });
});

it('is the logger of the provider itself without name and context', async () => {
  const seen = new Set<Logger>();
  const Reader = () => {
    seen.add(useLogger());
    return <p>Read</p>;
  };
  show(<Reader />);
  await until(() => container.textContent === 'Read');
  expect([...seen]).toEqual([logger]);
  expect(seen.has(logger)).toBe(true);
});

it('does nothing outside of a provider, and says so once', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const Speaker = () => {
    const own = useLogger('lost');
    own.info('Into the void');
    return <p>{`emitted ${own.status.emitted}`}</p>;
  };
  root.render([<Speaker key="1" />, <Speaker key="2" />]);
  await until(() => container.textContent === 'emitted 0emitted 0');
  expect(warn).toHaveBeenCalledTimes(1);
});

it('logs once what a component throws, and shows the fallback until it is reset', async () => {
  let isBroken = true;
  const Cart = () => (isBroken ? <Bomb /> : <p>Cart</p>);
  show(
    <LogErrorBoundary name="cart" fallback={({ reset }) => <button onClick={reset}>Try again</button>}>
      <Cart />
    </LogErrorBoundary>,
  );
  await until(() => container.textContent === 'Try again');
  expect(logger.entries).toHaveLength(1);
  expect(logger.entries[0]).toMatchObject({
    level: 'error',
    logger: 'shop.cart',
    error: { name: 'TypeError', message: 'Boom' },
    metadata: { component_stack: expect.stringMatching(/^at Bomb[^]*at Cart/) as string },
  });
  isBroken = false;
  press('Try again');
  await until(() => container.textContent === 'Cart');
  expect(logger.entries).toHaveLength(1);
});

it.each([
  ['a node', <p key="sorry">Sorry</p>, 'Sorry'],
  ['nothing', undefined, ''],
])('shows %s as its fallback', async (_, fallback, text) => {
  show(
    <LogErrorBoundary fallback={fallback}>
      <Bomb error="a text" />
    </LogErrorBoundary>,
  );
  await until(() => logger.entries.length > 0);
  await until(() => container.textContent === text);
  expect(logger.entries[0]).toMatchObject({ level: 'error', metadata: { error: 'a text' } });
});

it('passes the error on if asked, and it is still logged once', async () => {
  show(
    <LogErrorBoundary name="outer" fallback="Outer">
      <LogErrorBoundary name="inner" fallback="Inner" rethrow>
        <Bomb />
      </LogErrorBoundary>
    </LogErrorBoundary>,
  );
  await until(() => container.textContent === 'Outer');
  expect(logger.entries.map((entry) => entry.logger)).toEqual(['shop.inner']);
});

it('logs what no boundary caught', async () => {
  show(<Bomb />);
  await until(() => logger.entries.length > 0);
  expect(logger.entries).toMatchObject([
    {
      level: 'critical',
      error: { message: 'Boom' },
      metadata: { component_stack: expect.stringContaining('Bomb') as string },
    },
  ]);
});
