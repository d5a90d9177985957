import { EVERYTHING, type LogFilter, type LogFilterError } from '@tailrace/protocol/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { readQuery } from './queryTerms.ts';
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
  const error = useMemo(() => {
    const read = readQuery(text);
    return 'error' in read ? read.error : undefined;
  }, [text]);
  const [applied, setApplied] = useState<{ query: string; filter: LogFilter }>(() =>
    appliedOf(EVERYTHING, query),
  );
  if (applied.query !== query) setApplied(appliedOf(applied.filter, query));

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
  };
}

function appliedOf(before: LogFilter, query: string): { query: string; filter: LogFilter } {
  const read = readQuery(query);
  if ('filter' in read) return { query, filter: read.filter };
  return { query, filter: before };
}
