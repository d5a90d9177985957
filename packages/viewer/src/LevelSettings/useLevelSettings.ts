import type { LevelSettings, LogLevel } from '@tailrace/protocol';
import { useCallback, useState } from 'react';
import type { LogApi } from '../api/LogApi.ts';
import { LogApiError } from '../api/LogApiError.ts';
import { useQuery, type QueryResult } from '../api/useQuery.ts';

export type Levels = LevelSettings['levels'];

/** The levels, and what changes them. */
export interface EditableLevels extends Pick<QueryResult<LevelSettings>, 'refresh'> {
  readonly error: LogApiError | undefined;
  /** As they will be when they are saved. */
  readonly levels: Levels | undefined;
  readonly isSaving: boolean;
  /** Why the last change was taken back. */
  readonly failure: string | undefined;
  readonly setLevel: (prefix: string, level: LogLevel) => void;
  readonly remove: (prefix: string) => void;
}

/** Shows a change at once, saves it, and takes it back when it cannot be saved. One is saved at a time. */
export function useLevelSettings(api: LogApi): EditableLevels {
  const { data, error, refresh, set } = useQuery(
    useCallback((signal: AbortSignal) => api.levels(signal), [api]),
  );
  const [wanted, setWanted] = useState<Levels>();
  const [failure, setFailure] = useState<string>();
  const levels = wanted ?? data?.levels;

  async function save(next: Levels): Promise<void> {
    setWanted(next);
    setFailure(undefined);
    try {
      set(await api.setLevels(next, data?.version));
    } catch (cause) {
      setFailure(cause instanceof LogApiError ? cause.message : String(cause));
      // Somebody else was faster: theirs is shown, to be changed anew.
      if (cause instanceof LogApiError && cause.status === 412) refresh();
    } finally {
      setWanted(undefined);
    }
  }

  return {
    levels,
    error,
    refresh,
    isSaving: wanted !== undefined,
    failure,
    setLevel: (prefix, level) => void save({ ...levels, [prefix]: level }),
    remove: (prefix) => {
      const { [prefix]: _gone, ...rest } = levels ?? {};
      void save(rest);
    },
  };
}
