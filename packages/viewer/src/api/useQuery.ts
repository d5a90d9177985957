import { useMemo, useSyncExternalStore } from 'react';
import { Query, type Load, type QueryState } from './Query.ts';

/** A query's state, and what one can do about it. */
export interface QueryResult<T> extends QueryState<T> {
  readonly refresh: () => void;
  /** Shows an answer that came by another way. */
  readonly set: (data: T) => void;
}

const WAITING = { isLoading: true };

/**
 * Asks while the component is there, and anew when `load` is another one: hand in what `useCallback` gives.
 *
 * @param refreshMs milliseconds between two requests; 0 asks once
 */
export function useQuery<T>(load: Load<T>, refreshMs = 0): QueryResult<T> {
  const query = useMemo(() => new Query(load, refreshMs), [load, refreshMs]);
  const state = useSyncExternalStore<QueryState<T>>(query.subscribe, query.state, () => WAITING);
  return { ...state, refresh: query.refresh, set: (data) => query.set(data) };
}
