import { printFilter } from '@tailrace/protocol';
import { useCallback, useMemo, useRef, useState, type CSSProperties } from 'react';
import { useFollowing } from './hooks/useFollowing.ts';
import { useListLook, type Density } from './hooks/useListLook.ts';
import { useListView } from './hooks/useListView.ts';
import { useLogFilter } from './hooks/useLogFilter.ts';
import { useLogService } from './hooks/useLogService.ts';
import { useLogFeed } from './hooks/useLogFeed.ts';
import { useRowSelection } from './hooks/useRowSelection.ts';
import { useStreamStatus } from './hooks/useStreamStatus.ts';
import { useViewerKeys } from './hooks/useViewerKeys.ts';
import type { LogFeed } from './LogFeed.ts';
import { ENGLISH, LabelsContext, type LogViewerLabels } from './labels.ts';
import { Announcer } from './parts/Announcer.tsx';
import { LogDetails } from './parts/LogDetails.tsx';
import { LogList } from './parts/LogList.tsx';
import { LogToolbar } from './parts/LogToolbar.tsx';
import { Placeholder } from './parts/Placeholder.tsx';
import { SelectionBar } from './parts/SelectionBar.tsx';
import { StatusBar } from './parts/StatusBar.tsx';
import { Ticks } from './parts/Ticks.tsx';
import { TailPill } from './parts/TailPill.tsx';
import type { LogRow } from './stream/buffer/LogRow.ts';
import type { LogStreamingService } from './stream/LogStreamingService.ts';

export interface LogViewerProps {
  /** Where the entries come from; for tokens and other options, and to share one connection. */
  readonly service?: LogStreamingService;
  /** The server's address, where no service is given. Viewers of one address share a connection. @default '/' */
  readonly url?: string;
  /** Shows this feed, which somebody else opens and filters. @default one of its own */
  readonly feed?: LogFeed;
  /** In the filter language: the scope of this viewer, which its user can narrow and not leave. */
  readonly filter?: string;
  /** Shows this job run only. */
  readonly jobRunId?: string;
  /** How many stored entries to begin with, at most 10,000. @default `maxEntries` */
  readonly last?: number;
  /** Entries to keep; the oldest go first. @default 1000 */
  readonly maxEntries?: number;
  /** Of the whole viewer: pixels, or a CSS length. @default 480 */
  readonly height?: number | string;
  /** Keeps the newest entry in view, until the user scrolls up. @default true */
  readonly autoScroll?: boolean;
  /** How tall rows are: 20, 24 or 28 pixels. @default 'normal' */
  readonly density?: Density;
  /** Whether long messages begin on several lines; the user can change that. @default false */
  readonly wrap?: boolean;
  /** `auto` is what the nearest `data-theme`, or else the system, says. @default 'auto' */
  readonly theme?: 'light' | 'dark' | 'auto';
  readonly className?: string;
  /** Words to use in place of the English ones. */
  readonly labels?: Partial<LogViewerLabels>;
}

/**
 * Shows logs as they are stored. Needs `@tailrace/viewer/viewer.css`.
 *
 * @example
 * <LogViewer url="https://logs.example.com" filter="source:checkout" height={600} />
 */
export function LogViewer(props: LogViewerProps) {
  const { maxEntries = 1000, last = maxEntries, height = 480, autoScroll = true, theme = 'auto' } = props;
  const labels = useMemo(() => ({ ...ENGLISH, ...props.labels }), [props.labels]);
  const service = useLogService(props.service, props.url ?? '/');
  const status = useStreamStatus(service);
  const [paused, setPaused] = useState(false);
  const filter = useLogFilter([props.filter, jobFilter(props.jobRunId)]);
  const feed = useLogFeed(service, { filter: filter.filter, last, maxEntries, paused, feed: props.feed });
  const { buffer } = feed;

  const scroller = useRef<HTMLDivElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const { look, density, wrap, setWrap, togglePin } = useListLook(props, labels, filter.applied);
  const view = useListView({ source: buffer, look, follow: autoScroll, topic: filter.filter });
  const following = useFollowing(view);
  const selection = useRowSelection(view);
  const onPin = () => selection.row && togglePin(selection.row);
  const onPause = () => setPaused(!paused);
  const onKeyDown = useViewerKeys({ view, selection, scroller, filterInput, onPin, onPause });

  const { openRow } = selection;
  const onOpen = useCallback(
    (row: LogRow) => {
      view.release();
      openRow(row);
    },
    [view, openRow],
  );
  const onClear = () => {
    buffer.clear();
    view.follow();
  };
  const reconnect = () => service.reconnect();

  return (
    <LabelsContext.Provider value={labels}>
      <section
        className={['tailrace-viewer', props.className].filter(Boolean).join(' ')}
        aria-label={labels.viewer}
        data-theme={theme === 'auto' ? undefined : theme}
        data-density={density}
        data-wrap={wrap || undefined}
        style={{ blockSize: height } satisfies CSSProperties}
        onKeyDown={onKeyDown}
      >
        <LogToolbar
          filter={filter}
          serverError={feed.error}
          filterInput={filterInput}
          paused={paused}
          onPause={setPaused}
          onClear={onClear}
          wrap={wrap}
          onWrap={setWrap}
        />
        <div className="tailrace-body">
          <div className="tailrace-main">
            <LogList view={view} scroller={scroller} onOpen={onOpen} />
            <Ticks source={buffer} pins={look.pins} scroller={scroller} />
            {buffer.length === 0 && (
              <Placeholder
                status={status}
                caughtUp={feed.caughtUp}
                filtered={filter.active}
                onClearFilter={filter.clear}
                onRetry={reconnect}
              />
            )}
            <div className="tailrace-float">
              <SelectionBar view={view} />
              {!following && buffer.length > 0 && <TailPill buffer={buffer} onClick={() => view.follow()} />}
            </div>
          </div>
          {selection.open && selection.row?.kind === 'entry' && (
            <LogDetails entry={selection.row.entry} onClose={selection.close} />
          )}
        </div>
        <StatusBar status={status} paused={paused} buffer={buffer} onReconnect={reconnect} />
        <Announcer buffer={buffer} />
      </section>
    </LabelsContext.Provider>
  );
}

function jobFilter(id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  return printFilter({ kind: 'field', field: 'job_run_id', test: { kind: 'equals', value: id } });
}
