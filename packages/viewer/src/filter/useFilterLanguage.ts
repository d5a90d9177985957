import { useEffect, useSyncExternalStore } from 'react';

type Language = typeof import('./filterLanguage.ts');

/** What viewer and explorer read of the filter language; without `readFilter` it could not be fetched. */
export type FilterLanguage = Pick<Language, 'filterError' | 'filterMarks' | 'narrowFilter'> &
  Partial<Pick<Language, 'readFilter'>>;

/** In place of one that could not be fetched: the server says what it cannot read, and nothing is marked. */
const UNREAD: FilterLanguage = {
  filterError: () => undefined,
  filterMarks: () => undefined,
  narrowFilter: (text) => text,
};

let language: FilterLanguage | undefined;
let fetching: Promise<FilterLanguage> | undefined;
const listeners = new Set<() => void>();

/** Fetches it, once for all viewers of a page; where that fails, whoever asks next tries again. */
export function fetchFilterLanguage(): Promise<FilterLanguage> {
  return (fetching ??= import('./filterLanguage.ts')
    .catch((): FilterLanguage => {
      fetching = undefined;
      return UNREAD;
    })
    .then((fetched) => {
      language = fetched;
      listeners.forEach((changed) => changed());
      return fetched;
    }));
}

/**
 * The filter language, fetched when there is a text to read: most viewers never have one.
 *
 * @returns nothing while it is on its way
 */
export function useFilterLanguage(text: string): FilterLanguage | undefined {
  const isBlank = text.trim() === '';
  useEffect(() => {
    if (!isBlank) void fetchFilterLanguage();
  }, [isBlank, text]);
  return useSyncExternalStore(subscribe, () => language, nothingYet);
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

function nothingYet(): undefined {}
