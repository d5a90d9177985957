import { printValue, type LogEntry } from '@tailrace/protocol/core';
import {
  forwardRef,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
} from 'react';
import { ColumnHead } from './columns/ColumnHead.tsx';
import { useColumns } from './columns/useColumns.ts';
import type { LoadContext } from './details/EntryContext.tsx';
import { useControlled } from './hooks/useControlled.ts';
import { useFollowing } from './hooks/useFollowing.ts';
import { useGapFetch } from './hooks/useGapFetch.ts';
import { useHydrated } from './hooks/useHydrated.ts';
import { useLateCode } from './hooks/useLateCode.ts';
import { useListLook } from './hooks/useListLook.ts';
import { useListView } from './hooks/useListView.ts';
import { useLogFeed } from './hooks/useLogFeed.ts';
import { useLogFilter } from './hooks/useLogFilter.ts';
import { useLogService } from './hooks/useLogService.ts';
import { useOlderEntries } from './hooks/useOlderEntries.ts';
import { usePins } from './hooks/usePins.ts';
import { useRowSelection } from './hooks/useRowSelection.ts';
import { useStreamStatus } from './hooks/useStreamStatus.ts';
import { useTimeStyle } from './hooks/useTimeStyle.ts';
import { useViewerHandle } from './hooks/useViewerHandle.ts';
import { useViewRows } from './hooks/useViewRows.ts';
import { ENGLISH, LabelsContext } from './labels.ts';
import {
  Announcer,
  HelpDialog,
  LogDetails,
  LookMenu,
  PinStrip,
  preloadParts,
  readingParts,
  SearchBox,
  SelectionBar,
  Ticks,
} from './lazyParts.ts';
import type { ViewerActions } from './list/answerKey.ts';
import type { LogViewerHandle, LogViewerProps } from './LogViewerProps.ts';
import { LogList } from './parts/LogList.tsx';
import { LogToolbar } from './parts/LogToolbar.tsx';
import { Placeholder } from './parts/Placeholder.tsx';
import { ServedRows } from './parts/ServedRows.tsx';
import { StatusBar } from './parts/StatusBar.tsx';
import { TailPill } from './parts/TailPill.tsx';
import type { ShownSearch } from './search/SearchBox.tsx';
import type { LogRow } from './stream/buffer/LogRow.ts';

/**
 * Shows logs as they are stored. Needs `@tailrace/viewer/viewer.css`.
 *
 * @example
 * <LogViewer url="https://logs.example.com" filter="source:checkout" height={600} />
 */
export const LogViewer = forwardRef<LogViewerHandle, LogViewerProps>(function LogViewer(props, ref) {
  const { maxEntries = 1000, last = maxEntries, height = 480, autoScroll = true, theme = 'auto' } = props;
  const { toolbar = true, permalink = addressOf, onFilterField, initialEntries } = props;
  const labels = useMemo(() => ({ ...ENGLISH, ...props.labels }), [props.labels]);
  const service = useLogService(props.service, props.url ?? '/');
  const status = useStreamStatus(service);
  const [paused, setPaused] = useControlled(props.paused, false, props.onPausedChange);
  const filter = useLogFilter({
    scope: [props.filter, jobFilter(props.jobRunId)],
    query: props.query,
    onQueryChange: props.onQueryChange,
  });
  const given = props.feed;
  const feed = useLogFeed(service, {
    filter: filter.filter,
    isFilterRead: filter.isRead,
    last,
    maxEntries,
    paused,
    given,
    initialEntries,
  });
  const { buffer } = feed;

  const [density, setDensity] = useState(props.density ?? 'normal');
  useEffect(() => setDensity(props.density ?? 'normal'), [props.density]);
  const [wrap, setWrap] = useState(props.wrap ?? false);
  useEffect(() => setWrap(props.wrap ?? false), [props.wrap]);
  const [grouped, setGrouped] = useState(props.grouped ?? false);
  const rows = useViewRows(buffer, { filter: given ? filter.filter : '', grouped });
  const time = useTimeStyle(props.time ?? 'local', labels);
  const columns = useColumns(props.columns);
  const pins = usePins();
  const [searchAsked, askSearch] = useState<{ readonly text: string }>();
  const [shownSearch, setShownSearch] = useState<ShownSearch>();
  const scroller = useRef<HTMLDivElement>(null);
  const gaps = useGapFetch(feed, scroller);
  const look = useListLook({
    density,
    wrap,
    labels,
    pins: pins.byKey,
    columns: columns.columns,
    formatTime: time.formatTime,
    filter: given?.filter ?? filter.applied,
    searchMarks: shownSearch?.marks,
    gaps,
  });

  const filterInput = useRef<HTMLInputElement>(null);
  const view = useListView({ source: rows, look, follow: autoScroll, topic: given?.filter ?? filter.filter });
  const following = useFollowing(view);
  const { selectedId, onSelect } = props;
  const selection = useRowSelection(view, { rows, selectedId, onSelect });
  useOlderEntries(view, feed, rows);
  const hydrated = useHydrated();
  const [detailsWidth, setDetailsWidth] = useState<number>();
  const [help, setHelp] = useState(false);
  const lookId = useId();
  const [lookOpen, setLookOpen] = useState(false);
  const closeLook = useCallback(() => setLookOpen(false), []);

  const { openRow } = selection;
  const onOpen = useCallback(
    (row: LogRow) => {
      view.release();
      openRow(row);
    },
    [view, openRow],
  );
  const toList = () => scroller.current?.focus({ preventScroll: true });
  const onCloseDetails = () => {
    selection.close();
    toList();
  };
  const onCloseSearch = () => {
    askSearch(undefined);
    toList();
  };
  const onClear = () => {
    buffer.clear();
    view.follow();
  };
  const reconnect = () => service.reconnect();
  const search = (text = '') => askSearch({ text });
  const reading = useLateCode(readingParts);
  const actions: ViewerActions = {
    open: () => {
      view.release();
      if (selection.row?.kind === 'gap') gaps.fetch(selection.row);
      else selection.openCurrent();
    },
    pin: () => selection.row && pins.pins.toggle(selection.row),
    pause: () => setPaused(!paused),
    copy: () => void reading?.copyRows(view, 'text', labels),
    turnTime: time.turn,
    help: () => setHelp(true),
    filter: () => filterInput.current?.focus(),
    search,
    hit: (step) => (shownSearch ? shownSearch.go(step) : search()),
    back: () => {
      if (document.activeElement === filterInput.current) toList();
      else if (selection.shown || !searchAsked) onCloseDetails();
      else onCloseSearch();
    },
  };
  const onKeyDown = (event: KeyboardEvent) =>
    reading?.answerKey(event, { view, list: scroller.current, actions });
  useViewerHandle(ref, { view, rows, onPause: setPaused, onClear, onSearch: search });

  const loadContext = useCallback<LoadContext>(
    ({ id }, count, signal) => service.getContext(id, count, signal),
    [service],
  );
  const latestLook = useRef(look);
  latestLook.current = look;
  useEffect(
    () => reading?.printSelection(scroller.current!, view, () => latestLook.current),
    [reading, view],
  );
  const styleName = time.style in labels.timeStyles ? labels.timeStyles[time.style as 'utc'] : time.style;

  return (
    <LabelsContext.Provider value={labels}>
      <section
        className={['tailrace-viewer', props.className].filter(Boolean).join(' ')}
        aria-label={labels.viewer}
        data-theme={theme === 'auto' ? undefined : theme}
        data-density={density}
        data-wrap={wrap || undefined}
        style={{ ...columns.style, blockSize: height } satisfies CSSProperties}
        onKeyDown={onKeyDown}
        onPointerEnter={preloadParts}
        onFocus={preloadParts}
      >
        {toolbar && (
          <LogToolbar
            filter={filter}
            serverError={feed.error}
            filterInput={filterInput}
            paused={paused}
            onPause={setPaused}
            onClear={onClear}
            wrap={wrap}
            onWrap={setWrap}
            timeStyle={styleName}
            onTime={time.turn}
            searching={searchAsked !== undefined}
            onSearch={() => (searchAsked ? onCloseSearch() : search())}
            onHelp={() => setHelp(true)}
            look={{ id: lookId, open: lookOpen, toggle: () => setLookOpen(!lookOpen) }}
          >
            {props.renderToolbarEnd?.()}
          </LogToolbar>
        )}
        {lookOpen && (
          <LookMenu
            id={lookId}
            time={time}
            density={density}
            onDensity={setDensity}
            grouped={grouped}
            onGrouped={setGrouped}
            columns={columns}
            onClose={closeLook}
          />
        )}
        <div className="tailrace-body">
          <div className="tailrace-main">
            {searchAsked && (
              <SearchBox
                rows={rows}
                view={view}
                asked={searchAsked}
                onSearch={setShownSearch}
                onLeave={toList}
                onClose={onCloseSearch}
              />
            )}
            {pins.rows.length > 0 && (
              <PinStrip
                rows={pins.rows}
                formatTime={time.formatTime}
                onGo={(row) => {
                  const index = rows.indexOf(row);
                  if (index >= 0) view.moveTo(index);
                  else onOpen(row);
                }}
                onUnpin={(row) => pins.pins.toggle(row)}
              />
            )}
            <ColumnHead columns={columns} />
            <div className="tailrace-pane">
              <LogList view={view} scroller={scroller} onOpen={onOpen}>
                {!hydrated && <ServedRows rows={buffer} />}
              </LogList>
              <Ticks source={rows} pins={pins.byKey} search={shownSearch?.search} scroller={scroller} />
              {buffer.length === 0 && (
                <Placeholder
                  status={status}
                  caughtUp={feed.caughtUp}
                  filtered={filter.active || props.onClearFilter !== undefined}
                  onClearFilter={props.onClearFilter ?? filter.clear}
                  onRetry={reconnect}
                />
              )}
              <div className="tailrace-float">
                <SelectionBar view={view} />
                {!following && buffer.length > 0 && (
                  <TailPill buffer={buffer} onClick={() => view.follow()} />
                )}
              </div>
            </div>
          </div>
          {selection.shown && (
            <LogDetails
              entry={selection.shown}
              width={detailsWidth}
              onResize={setDetailsWidth}
              time={time.style}
              loadContext={props.loadContext ?? loadContext}
              resolveFrame={props.resolveFrame}
              permalink={permalink}
              onFilter={onFilterField ?? filter.narrow}
              onClose={onCloseDetails}
            >
              {props.renderDetails?.(selection.shown)}
            </LogDetails>
          )}
        </div>
        <StatusBar status={status} paused={paused} buffer={buffer} onReconnect={reconnect} />
        <Announcer buffer={buffer} />
        {help && <HelpDialog onClose={() => setHelp(false)} />}
      </section>
    </LabelsContext.Provider>
  );
});

function addressOf({ id }: LogEntry): string {
  const address = new URL(location.href);
  address.hash = `entry=${id}`;
  return address.href;
}

function jobFilter(id: string | undefined): string | undefined {
  return id === undefined ? undefined : `job_run_id:${printValue(id)}`;
}
