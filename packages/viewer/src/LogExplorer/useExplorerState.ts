import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { INITIAL_STATE, readAddress, writeAddress, type LogExplorerState } from './explorerState.ts';

/** Typing is not something to go back to; a choice is. */
export type StateChange = 'typing' | 'choice';

export interface ExplorerStateOptions {
  readonly state?: LogExplorerState | undefined;
  readonly onStateChange?: ((state: LogExplorerState, change: StateChange) => void) | undefined;
  readonly initialState?: Partial<LogExplorerState> | undefined;
  /** Whether the page's address says what is looked at. */
  readonly inAddress: boolean;
  /** Name under which the session keeps the state; `''` keeps none. */
  readonly storageKey: string;
}

export type SetExplorerState = (changes: Partial<LogExplorerState>, change?: StateChange) => void;

/** The state: the page's where it gives one, or else that of the address, of the session, or the first one. */
export function useExplorerState(options: ExplorerStateOptions): [LogExplorerState, SetExplorerState] {
  const { onStateChange, inAddress, storageKey } = options;
  const isControlled = options.state !== undefined;
  const [own, setOwn] = useState<LogExplorerState>(
    () =>
      (inAddress ? readAddress(new URL(location.href)) : undefined) ??
      readSession(storageKey) ?? { ...INITIAL_STATE, ...options.initialState },
  );
  const state = options.state ?? own;
  // Two changes may come before the next rendering, and the second builds upon the first.
  const latest = useRef(state);
  useLayoutEffect(() => {
    latest.current = state;
  });

  const chosen = useRef(state);

  const set = useCallback<SetExplorerState>(
    (changes, change = 'choice') => {
      const next = { ...latest.current, ...changes };
      latest.current = next;
      if (!isControlled) {
        setOwn(next);
        writeSession(storageKey, next);
        if (inAddress) say(next, change, chosen.current);
      }
      if (change === 'choice') chosen.current = next;
      onStateChange?.(next, change);
    },
    [isControlled, inAddress, storageKey, onStateChange],
  );

  useEffect(() => {
    if (isControlled || !inAddress) return;
    // What the session remembered is in the address as well, so that a link can be copied.
    say(latest.current, 'typing', latest.current);
    const back = () => {
      chosen.current = readAddress(new URL(location.href)) ?? INITIAL_STATE;
      setOwn(chosen.current);
    };
    globalThis.addEventListener('popstate', back);
    return () => globalThis.removeEventListener('popstate', back);
  }, [isControlled, inAddress]);
  return [state, set];
}

/** @param before what was chosen last: typing wrote over it, and it is what one goes back to */
function say(state: LogExplorerState, change: StateChange, before: LogExplorerState): void {
  const here = new URL(location.href);
  const there = writeAddress(here, state);
  if (change === 'typing') return replace(there);
  const behind = writeAddress(here, before);
  if (there.href === behind.href) return replace(there);
  replace(behind);
  history.pushState(null, '', there);
}

function replace(there: URL): void {
  if (there.href !== location.href) history.replaceState(history.state, '', there);
}

function readSession(key: string): LogExplorerState | undefined {
  if (key === '') return undefined;
  try {
    const kept = sessionStorage.getItem(key);
    return kept === null ? undefined : readAddress(new URL(kept, location.href));
  } catch {
    // Where nothing may be stored the state holds for this page.
    return undefined;
  }
}

function writeSession(key: string, state: LogExplorerState): void {
  if (key === '') return;
  try {
    // The entry was open for a moment; a link says so, a session does not.
    const { search } = writeAddress(new URL(location.origin), { ...state, entry: undefined });
    sessionStorage.setItem(key, search);
  } catch {
    // As above.
  }
}
