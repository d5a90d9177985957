import fc from 'fast-check';

declare global {
  interface Window {
    /** Calls a load's logger with whatever may come. @returns how many calls there were */
    logHostile(load: number, calls: number, seed: number): number;
  }
}

/** Objects that throw, turn round or never end, whose like no generator makes. */
const TRAPS: readonly (() => unknown)[] = [
  () => ({
    get boom(): never {
      throw new Error('A getter threw');
    },
  }),
  () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    return loop;
  },
  () =>
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new TypeError('No keys');
        },
        get: () => {
          throw new TypeError('No');
        },
      },
    ),
  () => Proxy.revocable({}, {}),
  () => ({
    toJSON: () => {
      throw new Error('toJSON threw');
    },
  }),
  () => ({
    [Symbol.toPrimitive]: () => {
      throw new Error('No primitive');
    },
  }),
  () => Array.from({ length: 4000 }).reduce<unknown>((inner) => ({ inner }), 1),
  () => Object.assign(new Error('with a cause'), { cause: new Error('inner'), stack: 7 }),
  () => document.documentElement,
  () => window,
  () => 'x'.repeat(70_000),
  () => '\uD800 \u0000 \u2028',
  () => new Map<unknown, unknown>([[{}, new Set([1n, Symbol('s'), NaN, -0, () => 1])]]),
];

const anything = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
      withObjectString: true,
    }),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.constantFrom(...TRAPS).map((make) => make()) },
);
const level = fc.oneof(fc.constantFrom('debug', 'info', 'warning', 'error', 'critical'), anything);

window.logHostile = (load, calls, seed) => {
  for (const [name, message, metadata, context] of fc.sample(fc.tuple(level, anything, anything, anything), {
    numRuns: calls,
    seed,
  })) {
    window.driver.hostileCall(load, (logger) => {
      logger.with(context as never).log(name as never, message, metadata);
    });
  }
  return calls;
};
