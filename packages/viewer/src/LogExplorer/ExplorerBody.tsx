import { isEverything } from '@tailrace/protocol/core';
import { printFilter } from '@tailrace/protocol/print';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogApi } from '../api/LogApi.ts';
import { useFilterLanguage } from '../filter/useFilterLanguage.ts';
import { LogViewer } from '../LogViewer.tsx';
import { QueryNotice, StaleNotice } from '../panel/QueryNotice.tsx';
import type { LogStreamingService } from '../stream/LogStreamingService.ts';
import { NO_BARS } from './BarChart.ts';
import { ExplorerFacet } from './ExplorerFacet.tsx';
import type { FirstExplorerLabels } from './explorerLabels.ts';
import { DeleteDialog, preloadExplorerParts } from './explorerParts.ts';
import type { LogExplorerState } from './explorerState.ts';
import { ExplorerToolbar } from './ExplorerToolbar.tsx';
import { FacetRail } from './FacetRail.tsx';
import { FilterChips } from './FilterChips.tsx';
import { formatSpan } from './formatSpan.ts';
import { Histogram } from './Histogram.tsx';
import { joinFilters } from './joinFilters.ts';
import { knownFields } from './knownFields.ts';
import type { LogExplorerProps } from './LogExplorer.tsx';
import { toggleValue } from './queryTerms.ts';
import { boundsOf, isSpan, timeFilter, type TimeRange, type TimeSpan } from './TimeRange.ts';
import { useBufferCounts } from './useBufferCounts.ts';
import { useEntryContext } from './useEntryContext.ts';
import { useExplorerFeed } from './useExplorerFeed.ts';
import type { SetExplorerState } from './useExplorerState.ts';
import { useLinkedEntry } from './useLinkedEntry.ts';
import { useOpenPart } from './useOpenPart.ts';
import { useQueryText } from './useQueryText.ts';
import { useSelection, useServerHistogram } from './useServerCounts.ts';

/** Any text that has to be read. */
const FIELD_TEST = 'level:*';
const FACETS: readonly string[] = ['level', 'source', 'logger'];

interface ExplorerBodyProps extends Omit<LogExplorerProps, 'service' | 'api' | 'state' | 'labels'> {
  readonly isNarrow: boolean;
  readonly service: LogStreamingService;
  readonly api: LogApi;
  readonly state: LogExplorerState;
  readonly setState: SetExplorerState;
  readonly storageKey: string;
  readonly labels: FirstExplorerLabels;
}

/** The wiring: what is chosen decides what is asked for, and both what is shown. */
export function ExplorerBody(props: ExplorerBodyProps) {
  const { isNarrow, service, api, state, setState, labels } = props;
  const { filter: scope = '', facets = FACETS, last = 5000, maxEntries = 50_000 } = props;
  const { range, brush } = state;

  const query = useQueryText(state.query, (text, change) => setState({ query: text }, change));
  const text = isEverything(query.applied) ? '' : printFilter(query.applied);
  const narrowed = joinFilters([scope, text]);
  const [asked, setAsked] = useState(() => Date.now());
  const rangeName = nameOf(range);
  const askedRange = useRef(rangeName);
  useEffect(() => {
    if (askedRange.current === rangeName) return;
    // The way back chose it, or the page.
    askedRange.current = rangeName;
    setAsked(Date.now());
  }, [rangeName]);
  // A range that ends now begins anew when it is chosen, or asked for again.
  const time = useMemo(() => timeFilter(boundsOf(range, asked)), [range, asked]);
  const feedFilter = joinFilters([time, narrowed]);
  const { counted, listed } = useExplorerFeed({
    service,
    filter: feedFilter,
    isFilterRead: query.isRead,
    brush,
    last,
    maxEntries,
  });

  const [draft, setDraft] = useState<TimeSpan>();
  const counts = useBufferCounts(counted.buffer, draft ?? brush);
  const stored = useServerHistogram({
    api,
    filter: narrowed,
    range,
    asked,
    enabled: query.isRead && range !== 'live',
  });
  const isLocal = range === 'live' || stored.error !== undefined;
  const chart = isLocal ? counts.chart : (stored.data ?? NO_BARS);

  const linked = useLinkedEntry(state.entry, listed.buffer);
  const context = useEntryContext(api, service, linked.id);
  const isAround = linked.id !== undefined;

  const [isRailOpen, setRailOpen] = useOpenPart(isNarrow);
  const [isChartOpen, setChartOpen] = useOpenPart(isNarrow);
  const [wrap, setWrap] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [news, setNews] = useState('');
  const queryInput = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => focusOnSlash(root.current!, queryInput), []);

  const refresh = () => setAsked(Date.now());
  const choose = (changes: Partial<LogExplorerState>) => {
    linked.leave();
    setState({ entry: undefined, ...changes });
  };
  const setRange = (next: TimeRange) => {
    askedRange.current = nameOf(next);
    refresh();
    choose({ range: next, brush: undefined });
  };
  const onBrush = (next: TimeSpan | undefined) => {
    setDraft(undefined);
    if (next?.from !== brush?.from || next?.to !== brush?.to) choose({ brush: next });
  };
  const clearAll = () => choose({ query: '', brush: undefined, range: isSpan(range) ? 'live' : range });
  const isNarrowed = text !== '' || brush !== undefined || range !== 'live';

  const selection = useSelection(narrowed, range, brush);
  const shownTime = brush ?? (isSpan(range) ? range : undefined);
  const timeText = shownTime && formatSpan(shownTime, 1000);
  const described = [narrowed, timeText ?? (range === 'live' || isSpan(range) ? '' : labels.last[range])]
    .filter(Boolean)
    .join(' · ');
  const fields = [...facets, ...state.fields.filter((field) => !facets.includes(field))];
  // Most who look at a rail of fields filter by one.
  const language = useFilterLanguage(FIELD_TEST);
  const offered = () =>
    knownFields(counted.buffer).filter(
      (field) => !fields.includes(field) && isShared(field) && !language?.filterError(`${field}:*`),
    );

  return (
    <div
      ref={root}
      className="tailrace-explorer-parts"
      data-narrow={isNarrow || undefined}
      onPointerEnter={preloadExplorerParts}
      onFocus={preloadExplorerParts}
    >
      <ExplorerToolbar
        query={query}
        queryInput={queryInput}
        serverError={listed.error}
        fields={() => knownFields(counted.buffer)}
        values={{ api, scope, loaded: (field) => counts.values(field) }}
        historyKey={props.storageKey === '' ? '' : `${props.storageKey}-filters`}
        range={range}
        onRange={setRange}
        isRailOpen={isRailOpen}
        onRail={setRailOpen}
        isChartOpen={isChartOpen}
        onChart={setChartOpen}
        isWrapped={wrap}
        onWrap={setWrap}
        onRefresh={refresh}
        api={api}
        selection={selection}
        described={described || undefined}
        onDelete={props.canDelete ? () => setDeleting(true) : undefined}
      />
      <FilterChips
        filter={query.applied}
        time={timeText}
        onChange={(next) => choose({ query: next })}
        onClearTime={() => (brush ? onBrush(undefined) : setRange('live'))}
        onClearAll={clearAll}
      />
      {isChartOpen && (
        <Histogram
          chart={chart}
          brush={draft ?? brush}
          onDraft={setDraft}
          onBrush={onBrush}
          isLoading={!isLocal && stored.isLoading}
        />
      )}
      {isChartOpen && range !== 'live' && stored.error && (
        <StaleNotice error={stored.error} labels={{ ...labels, stale: labels.ofBuffer }} onRetry={refresh} />
      )}
      <div className="tailrace-explorer-body">
        {isRailOpen && (
          <FacetRail
            isSheet={isNarrow}
            onClose={() => setRailOpen(false)}
            note={isLocal ? labels.ofBuffer : undefined}
            offered={offered}
            onAddField={(field) => setState({ fields: [...new Set([...state.fields, field])] })}
          >
            {fields.map((field) => (
              <ExplorerFacet
                key={field}
                field={field}
                api={api}
                scope={scope}
                filter={query.applied}
                range={range}
                brush={draft ?? brush}
                asked={asked}
                counts={counts}
                isFilterRead={query.isRead}
                onQuery={(next) => choose({ query: next })}
                onRemove={
                  facets.includes(field)
                    ? undefined
                    : () => setState({ fields: state.fields.filter((other) => other !== field) })
                }
              />
            ))}
          </FacetRail>
        )}
        <div className="tailrace-explorer-list">
          {isAround && (
            <div className="tailrace-around" role="status">
              {labels.around}
              <button type="button" className="tailrace-link" onClick={() => choose({})}>
                {labels.backToAll}
              </button>
            </div>
          )}
          {isAround && !context.feed && context.error ? (
            <QueryNotice
              error={context.error}
              labels={{ ...labels, failed: labels.notFound }}
              onRetry={context.retry}
            />
          ) : (
            <LogViewer
              service={service}
              feed={isAround ? (context.feed ?? listed) : listed}
              toolbar={false}
              height="100%"
              theme={props.theme ?? 'auto'}
              density={props.density ?? 'normal'}
              wrap={wrap}
              labels={labels}
              autoScroll={!isAround}
              selectedId={(isAround && !context.feed ? undefined : state.entry) ?? ''}
              onSelect={(entry) => {
                // While its context is on the way, nothing is open yet.
                if (!isAround || context.feed) setState({ entry: entry?.id }, 'typing');
              }}
              onFilterField={(field, value, mode) =>
                choose({ query: toggleValue(query.applied, field, String(value), mode) })
              }
              onClearFilter={isNarrowed ? clearAll : undefined}
            />
          )}
        </div>
      </div>
      {isDeleting && (
        <DeleteDialog
          api={api}
          onClose={() => setDeleting(false)}
          onDeleted={(entries) => {
            setDeleting(false);
            setNews(labels.deleted(entries));
            counted.buffer.clear();
            listed.buffer.clear();
            refresh();
          }}
        />
      )}
      <p className="tailrace-announcer" role="status">
        {news}
      </p>
    </div>
  );
}

function nameOf(range: TimeRange): string {
  return isSpan(range) ? 'span' : range;
}

/** Whether entries share values of a field; what one counts of others would be a list of all entries. */
function isShared(field: string): boolean {
  return !['timestamp', 'received_at', 'id', 'seq', 'cursor'].includes(field);
}

/** `/` goes to the filter, from anywhere but where something is typed. */
function focusOnSlash(root: HTMLElement, input: { readonly current: HTMLInputElement | null }): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyping = (event.target as Element).closest('input, select, textarea, dialog') !== null;
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.current?.focus();
  };
  root.addEventListener('keydown', onKeyDown);
  return () => root.removeEventListener('keydown', onKeyDown);
}
