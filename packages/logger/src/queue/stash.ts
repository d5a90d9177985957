import { entriesInLocalStorage, withLocalStorage } from '../page/localStorage.ts';
import type { QueuedSegment } from './LogQueue.ts';

/** UTF-16 code units of the lines that are stashed, at most: a tenth of what browsers grant an origin. */
const MAX_STASH_SIZE = 512 * 1024;

/**
 * A second place, in localStorage, for what a page still has in memory when it is left. A browser rolls back the
 * transactions of a page that is gone, also those that it was told to commit, unless they had their turn before;
 * what is in localStorage stays.
 */
export interface Stash {
  /** Puts the first segments there, in place of what the session had there. */
  fill(session: string, segments: readonly QueuedSegment[]): void;
  /** What all sessions have there. */
  read(): QueuedSegment[];
  clear(session: string): void;
}

/** Opens the stash of a queue. */
export function createStash(name: string): Stash {
  const prefix = `${name}\n`;
  return {
    fill(session, segments) {
      let room = MAX_STASH_SIZE;
      const fitting = segments.filter(({ size }) => (room -= size) >= 0);
      withLocalStorage((storage) => storage.setItem(prefix + session, JSON.stringify(fitting)));
    },
    read: () =>
      entriesInLocalStorage(prefix).flatMap(([, segments]) => JSON.parse(segments) as QueuedSegment[]),
    clear: (session) => withLocalStorage((storage) => storage.removeItem(prefix + session)),
  };
}
