import { LOG_LEVELS } from '@tailrace/protocol/core';
import { useCallback } from 'react';
import type { LogApi } from '../api/LogApi.ts';
import { useQuery } from '../api/useQuery.ts';
import type { FacetValue } from '../stream/counts/FacetCounts.ts';

/** Values that are asked for. */
const MAX_VALUES = 100;

/** Where the values of a field are known from. */
export interface FieldValueSource {
  readonly api: LogApi;
  /** In the filter language: what the explorer is confined to. */
  readonly scope: string;
  /** What is loaded has these. */
  readonly loaded: (field: string) => readonly FacetValue[];
}

const LEVELS: readonly FacetValue[] = LOG_LEVELS.map((value) => ({ value, count: 0 }));
const NONE: readonly FacetValue[] = [];

/** Values that a field has: those that the server counts, or where it does not answer those that are loaded. */
export function useFieldValues(source: FieldValueSource, field: string | undefined): readonly FacetValue[] {
  const { api, scope, loaded } = source;
  const { data } = useQuery(
    useCallback(
      async (signal: AbortSignal) =>
        field === undefined || field === 'level'
          ? undefined
          : api.facets({ q: scope, field, limit: MAX_VALUES }, signal),
      [api, scope, field],
    ),
  );
  if (field === undefined) return NONE;
  if (field === 'level') return LEVELS;
  return data?.values ?? loaded(field);
}
