import { EVERYTHING, LogFilterError, type LogFilter } from '@tailrace/protocol/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReadFilter } from '../filter/filterLanguage.ts';
import { useFilterLanguage, type FilterLanguage } from '../filter/useFilterLanguage.ts';
import type { StateChange } from './useExplorerState.ts';

/** Milliseconds without a key press after which the text is applied. */
const DEBOUNCE_MS = 250;

export interface QueryText {
  /** What stands in the box. */
  readonly text: string;
  readonly error: LogFilterError | undefined;
  /** Something was typed: it is applied a moment later. */
  readonly type: (text: string) => void;
  /** It is meant so: applied at once, and something to go back to. */
  readonly commit: (text: string) => void;
  /** The last query that could be read. */
  readonly applied: LogFilter;
  /** Whether the query that it began with has been read: what to ask for is not known before. */
  readonly isRead: boolean;
}

/** The query as it is being written, and as it was last understood. */
export function useQueryText(
  query: string,
  onQuery: (query: string, change: StateChange) => void,
): QueryText {
  const [text, setText] = useState(query);
  const [followed, setFollowed] = useState(query);
  if (followed !== query) {
    // A chip, a facet or the way back changed it.
    setFollowed(query);
    setText(query);
  }
  const language = useFilterLanguage(text);
  const error = useMemo(() => {
    const read = readWith(language, text);
    return read && 'error' in read ? read.error : undefined;
  }, [language, text]);
  const read = useMemo(() => readWith(language, query), [language, query]);
  const [applied, setApplied] = useState<Applied>({ filter: EVERYTHING });
  if (read && applied.read !== read) {
    setApplied({ read, filter: 'filter' in read ? read.filter : applied.filter });
  }

  const latest = useRef(onQuery);
  useEffect(() => {
    latest.current = onQuery;
  });
  useEffect(() => {
    if (text === query) return undefined;
    const timer = setTimeout(() => latest.current(text, 'typing'), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text, query]);

  return {
    text,
    error,
    type: setText,
    commit: (next) => {
      setText(next);
      onQuery(next, 'choice');
    },
    applied: applied.filter,
    isRead: applied.read !== undefined,
  };
}

interface Applied {
  /** What was read last. */
  readonly read?: ReadFilter;
  readonly filter: LogFilter;
}

/** @returns nothing while the language is on its way; an empty text needs none */
function readWith(language: FilterLanguage | undefined, text: string): ReadFilter | undefined {
  if (text.trim() === '') return { filter: EVERYTHING };
  if (!language) return undefined;
  return (
    language.readFilter?.(text) ?? { error: new LogFilterError('What reads filters could not be fetched', 1) }
  );
}
