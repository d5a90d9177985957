/** A value that holds while a function runs: the shape of `AsyncContext.Variable`. */
export interface ScopeVariable<T> {
  readonly get: () => T | undefined;
  readonly run: <R>(value: T, fn: () => R) => R;
}

/** What platforms offer to carry a value across `await`. */
export interface AsyncContextPlatform {
  /** The TC39 proposal, where it exists. */
  readonly AsyncContext?: { readonly Variable: new <T>() => ScopeVariable<T> };
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown };
}

/** The part of `node:async_hooks` that is used here. */
interface AsyncHooks {
  readonly AsyncLocalStorage: new <T>() => {
    getStore(): T | undefined;
    run<R>(value: T, fn: () => R): R;
  };
}

/**
 * Makes a variable that follows code across `await` where the platform can do that: by `AsyncContext`, or in
 * Node by AsyncLocalStorage. Elsewhere, which is in all of today's browsers, the value holds for the
 * synchronous part of the function only: after it, unrelated code may run before the rest of the function does.
 */
export function createScopeVariable<T>(
  platform: AsyncContextPlatform = globalThis as AsyncContextPlatform,
): ScopeVariable<T> {
  if (platform.AsyncContext) {
    const variable = new platform.AsyncContext.Variable<T>();
    return { get: () => variable.get(), run: (value, fn) => variable.run(value, fn) };
  }
  // An import would stop bundlers of browser apps.
  const hooks = platform.process?.getBuiltinModule?.('node:async_hooks') as AsyncHooks | undefined;
  if (hooks) {
    const storage = new hooks.AsyncLocalStorage<T>();
    return { get: () => storage.getStore(), run: (value, fn) => storage.run(value, fn) };
  }
  let current: T | undefined;
  return {
    get: () => current,
    run(value, fn) {
      const before = current;
      current = value;
      try {
        return fn();
      } finally {
        current = before;
      }
    },
  };
}
