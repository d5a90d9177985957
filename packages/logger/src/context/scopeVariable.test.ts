import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { createScopeVariable, type AsyncContextPlatform } from './scopeVariable.ts';

/** The proposal's own shape; no engine ships it yet. */
class Variable<T> {
  readonly #storage = new AsyncLocalStorage<T>();
  get(): T | undefined {
    return this.#storage.getStore();
  }
  run<R>(value: T, fn: () => R): R {
    return this.#storage.run(value, fn);
  }
}

const platforms: [string, AsyncContextPlatform | undefined][] = [
  ['AsyncContext', { AsyncContext: { Variable } }],
  ['Node', undefined],
  ['a browser', {}],
];

describe.each(platforms)('a variable of %s', (_, platform) => {
  it('has nothing outside', () => {
    expect(createScopeVariable(platform).get()).toBeUndefined();
  });

  it('holds while the function runs, and returns its value', () => {
    const variable = createScopeVariable<string>(platform);
    const seen = variable.run('outer', () => [
      variable.get(),
      variable.run('inner', () => variable.get()),
      variable.get(),
    ]);
    expect(seen).toEqual(['outer', 'inner', 'outer']);
    expect(variable.get()).toBeUndefined();
  });

  it('is restored when the function throws', () => {
    const variable = createScopeVariable<string>(platform);
    const error = new Error('No');
    const fail = () => {
      throw error;
    };
    variable.run('outer', () => {
      expect(() => variable.run('inner', fail)).toThrow(error);
      expect(variable.get()).toBe('outer');
    });
    expect(variable.get()).toBeUndefined();
  });
});

describe.each(platforms.slice(0, 2))('a variable of %s', (_, platform) => {
  it('follows two interleaved functions across await', async () => {
    const variable = createScopeVariable<string>(platform);
    const work = async () => {
      const seen = [variable.get()];
      for (let step = 0; step < 3; step += 1) {
        await Promise.resolve();
        seen.push(variable.get());
      }
      return new Set(seen);
    };
    const [a, b] = await Promise.all([variable.run('a', work), variable.run('b', work)]);
    expect([a, b]).toEqual([new Set('a'), new Set('b')]);
  });
});

it('loses the value at the first await in a browser, rather than lend it to others', async () => {
  const variable = createScopeVariable<string>({});
  const seen: (string | undefined)[] = [];
  const done = variable.run('a', async () => {
    seen.push(variable.get());
    await Promise.resolve();
    seen.push(variable.get());
  });
  seen.push(variable.get());
  await done;
  expect(seen).toEqual(['a', undefined, undefined]);
});
