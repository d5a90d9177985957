import type { ResolveFrame, StackFrame } from './StackFrame.ts';

/** Frames that are asked for at the same time. */
export const MAX_AT_ONCE = 4;
/** Frames whose answers are kept. */
const MAX_KNOWN = 2000;

interface Resolver {
  readonly known: Map<string, Promise<StackFrame | undefined>>;
  readonly waiting: (() => void)[];
  running: number;
}

const resolvers = new WeakMap<ResolveFrame, Resolver>();

/** Asks for the original of a frame: once for each place, few at a time, and nothing where asking fails. */
export function resolveOnce(resolve: ResolveFrame, frame: StackFrame): Promise<StackFrame | undefined> {
  if (frame.file === undefined || frame.line === undefined) return Promise.resolve(undefined);
  const resolver = resolverOf(resolve);
  const place = `${frame.file}:${frame.line}:${frame.column ?? ''}`;
  let answer = resolver.known.get(place);
  if (!answer) {
    answer = inTurn(resolver, () => resolve(frame));
    if (resolver.known.size >= MAX_KNOWN) resolver.known.clear();
    resolver.known.set(place, answer);
  }
  return answer;
}

function resolverOf(resolve: ResolveFrame): Resolver {
  let resolver = resolvers.get(resolve);
  if (!resolver) resolvers.set(resolve, (resolver = { known: new Map(), waiting: [], running: 0 }));
  return resolver;
}

async function inTurn(
  resolver: Resolver,
  ask: () => Promise<StackFrame | undefined>,
): Promise<StackFrame | undefined> {
  while (resolver.running >= MAX_AT_ONCE) {
    await new Promise<void>((turn) => {
      resolver.waiting.push(turn);
    });
  }
  resolver.running += 1;
  try {
    return await ask();
  } catch {
    // The frame as it was sent is what there is then.
    return undefined;
  } finally {
    resolver.running -= 1;
    resolver.waiting.shift()?.();
  }
}
