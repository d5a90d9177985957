/**
 * Called before the method, with arguments that it may change. What it returns is given the method's result,
 * and returns what the app gets.
 */
export type Hook = (args: unknown[], self: unknown) => ((result: unknown) => unknown) | void;

/**
 * Hooks into a method, where there is such a method. What the hook throws does not reach the app.
 *
 * @returns how to undo it. Where someone has patched on top meanwhile, the patch stays in the chain and only
 *   passes on: to restore the original would throw the other's patch away.
 */
export function patchMethod(target: object | undefined, name: string, hook: Hook): () => void {
  const methods = target as Record<string, unknown>;
  const original = target && methods[name];
  if (!original) return () => {};
  let active: Hook | undefined = hook;
  function patched(this: unknown, ...args: unknown[]): unknown {
    let after;
    try {
      after = active?.(args, this);
    } catch {
      // The app's own argument threw: the method will say so itself.
    }
    const result = Reflect.apply(original as () => unknown, this, args);
    return after ? after(result) : result;
  }
  // Unlike an assignment it does not throw where the object is frozen: then there is nothing to capture.
  Reflect.set(methods, name, patched);
  return () => {
    active = undefined;
    if (methods[name] === patched) methods[name] = original;
  };
}
