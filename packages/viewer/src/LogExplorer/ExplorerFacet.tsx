import type { LogFilter } from '@tailrace/protocol';
import { useState } from 'react';
import type { LogApi } from '../api/LogApi.ts';
import type { FacetValue } from '../stream/counts/FacetCounts.ts';
import { Facet } from './Facet.tsx';
import { choiceOf, toggleValue, withoutField } from './queryTerms.ts';
import { joinFilters } from './joinFilters.ts';
import type { TimeRange, TimeSpan } from './TimeRange.ts';
import type { BufferCounts } from './useBufferCounts.ts';
import { useServerFacet } from './useServerCounts.ts';

/** Values at first, and by each "more". */
const LISTED = 8;
const MORE = 30;
/** Values that are remembered while others are counted. */
const MAX_KNOWN = 200;

export interface ExplorerFacetProps {
  readonly field: string;
  readonly api: LogApi;
  readonly scope: string;
  readonly filter: LogFilter;
  /** Whether the filter is known; before that nothing is asked for. */
  readonly isFilterRead: boolean;
  readonly range: TimeRange;
  readonly brush: TimeSpan | undefined;
  readonly asked: number;
  readonly counts: BufferCounts;
  readonly onQuery: (query: string) => void;
  readonly onRemove?: (() => void) | undefined;
}

/**
 * A field's values over the whole range as the server counts them; while it is live, or the server does not
 * answer, as they are among what is loaded.
 */
export function ExplorerFacet(props: ExplorerFacetProps) {
  const { field, api, scope, filter, range, brush, asked, counts, onQuery, onRemove } = props;
  const [limit, setLimit] = useState(LISTED);
  const { data, error } = useServerFacet({
    api,
    // Counted without what was chosen of it, or nothing else could be chosen.
    filter: joinFilters([scope, withoutField(filter, field)]),
    range,
    asked,
    enabled: props.isFilterRead && range !== 'live',
    field,
    brush,
    limit,
  });
  const isLocal = range === 'live' || error !== undefined;
  const local = isLocal ? counts.values(field) : [];
  const known = useKnown(`${field} ${scope}`, isLocal ? local : data?.values);
  const values = isLocal ? local : (data?.values ?? known);
  // What was left out by a choice stays to be chosen.
  const names = new Set(values.map(({ value }) => value));
  const others = isLocal ? known.filter(({ value }) => !names.has(value)) : [];
  const all = [...values, ...others.map(({ value }) => ({ value, count: 0 }))];
  return (
    <Facet
      field={field}
      values={isLocal ? all.slice(0, limit) : all}
      choice={choiceOf(filter, field)}
      more={isLocal ? Math.max(0, all.length - limit) : (data?.more ?? 0)}
      isLoading={isLocal ? !counts.isComplete(field) : !data}
      isPartial={!isLocal && data?.partial === true}
      onMore={() => setLimit(limit + MORE)}
      onToggle={(value, mode) => onQuery(toggleValue(filter, field, value, mode))}
      onRemove={onRemove}
    />
  );
}

/** The values that were known last, so that they stay while they are counted again. */
function useKnown(topic: string, values: readonly FacetValue[] | undefined): readonly FacetValue[] {
  const [known, setKnown] = useState<{ topic: string; values: readonly FacetValue[] }>({ topic, values: [] });
  const kept = known.topic === topic ? known.values : [];
  const newest = values?.slice(0, MAX_KNOWN) ?? [];
  const names = new Set(kept.map(({ value }) => value));
  if (newest.every(({ value }) => names.has(value)) && known.topic === topic) return kept;
  const news = new Set(newest.map(({ value }) => value));
  const merged = [...newest, ...kept.filter(({ value }) => !news.has(value))].slice(0, MAX_KNOWN);
  setKnown({ topic, values: merged });
  return merged;
}
