import { printFilter } from '@tailrace/protocol';
import { useCallback, useMemo, useRef, useState, type CSSProperties } from 'react';
import { useFollowTail } from './hooks/useFollowTail.ts';
import { useLogFilter } from './hooks/useLogFilter.ts';
import { useLogService } from './hooks/useLogService.ts';
import { useLogFeed } from './hooks/useLogFeed.ts';
import { useRowSelection } from './hooks/useRowSelection.ts';
import { useStreamStatus } from './hooks/useStreamStatus.ts';
import { useViewerKeys } from './hooks/useViewerKeys.ts';
import { ENGLISH, LabelsContext, type LogViewerLabels } from './labels.ts';
import { Announcer } from './parts/Announcer.tsx';
import { LogDetails } from './parts/LogDetails.tsx';
import { LogList } from './parts/LogList.tsx';
import { LogToolbar } from './parts/LogToolbar.tsx';
import { Placeholder } from './parts/Placeholder.tsx';
import { StatusBar } from './parts/StatusBar.tsx';
import { TailPill } from './parts/TailPill.tsx';
import type { LogRow } from './stream/LogBuffer.ts';
import type { LogStreamingService } from './stream/LogStreamingService.ts';

export interface LogViewerProps {
  /** Where the entries come from; for tokens and other options, and to share one connection. */
  readonly service?: LogStreamingService;
  /** The server's address, where no service is given. Viewers of one address share a connection. @default '/' */
  readonly url?: string;
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
  const feed = useLogFeed(service, { filter: filter.filter, last, maxEntries, paused });
  const { buffer } = feed;

  const scroller = useRef<HTMLDivElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const tail = useFollowTail(scroller, autoScroll, filter.filter);
  const selection = useRowSelection(buffer);
  const onKeyDown = useViewerKeys({ selection, tail, scroller, filterInput });

  const { release } = tail;
  const { openRow } = selection;
  const onOpen = useCallback(
    (row: LogRow) => {
      release();
      openRow(row);
    },
    [release, openRow],
  );
  const onClear = () => {
    buffer.clear();
    tail.follow();
  };
  const reconnect = () => service.reconnect();

  return (
    <LabelsContext.Provider value={labels}>
      <section
        className={['tailrace-viewer', props.className].filter(Boolean).join(' ')}
        aria-label={labels.viewer}
        data-theme={theme === 'auto' ? undefined : theme}
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
        />
        <div className="tailrace-body">
          <div className="tailrace-main">
            <LogList
              buffer={buffer}
              scroller={scroller}
              following={tail.following}
              selected={selection.row}
              onOpen={onOpen}
            />
            {buffer.length === 0 && (
              <Placeholder
                status={status}
                caughtUp={feed.caughtUp}
                filtered={filter.active}
                onClearFilter={filter.clear}
                onRetry={reconnect}
              />
            )}
            {!tail.following && buffer.length > 0 && <TailPill buffer={buffer} onClick={tail.follow} />}
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
