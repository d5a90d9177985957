import type { LogEntry } from '@tailrace/protocol';
import { useCallback, useState } from 'react';
import type { ActionDurations } from '@tailrace/protocol/core';
import { useLogApi, type LogApiProps } from '../api/useLogApi.ts';
import { useQuery } from '../api/useQuery.ts';
import { formatDuration } from '../panel/formatDuration.ts';
import { Panel, type PanelProps } from '../panel/Panel.tsx';
import { PanelNotice } from '../panel/PanelNotice.tsx';
import { QueryNotice } from '../panel/QueryNotice.tsx';
import { SkeletonLines } from '../panel/SkeletonLines.tsx';
import { DurationTable } from './DurationTable.tsx';
import { loadPerformance } from './loadPerformance.ts';
import { ENGLISH_PERFORMANCE, type PerformancePanelLabels } from './performanceLabels.ts';
import { SlowOperations } from './SlowOperations.tsx';

export interface PerformancePanelProps extends LogApiProps, PanelProps {
  /** Looks at what this finds, in the filter language. */
  readonly filter?: string;
  /** Looks at the last so many hours. @default 24 */
  readonly hours?: number;
  /** Milliseconds from which on an operation counts as slow. @default 1000 */
  readonly thresholdMs?: number;
  /** Milliseconds between two looks; 0 looks once. @default 30000 */
  readonly refreshMs?: number;
  /** Told of the slow operation that somebody chooses. */
  readonly onOpen?: ((entry: LogEntry) => void) | undefined;
  /** Told of the action that somebody chooses. */
  readonly onAction?: ((action: ActionDurations) => void) | undefined;
  /** Words to use in place of the English ones. */
  readonly labels?: Partial<PerformancePanelLabels>;
}

const THRESHOLD_MS = 1000;
const REFRESH_MS = 30_000;
const THRESHOLDS = [100, 300, 1000, 3000, 10_000];
const number = new Intl.NumberFormat('en');

/**
 * Shows what is slow: durations by action, and the operations that took longest.
 *
 * @example
 * <PerformancePanel url="https://logs.example.com" filter="source:api" thresholdMs={500} />
 */
export function PerformancePanel(props: PerformancePanelProps) {
  const { filter, hours = 24, thresholdMs = THRESHOLD_MS, refreshMs = REFRESH_MS, onOpen, onAction } = props;
  const labels = { ...ENGLISH_PERFORMANCE, ...props.labels };
  const [threshold, setThreshold] = useState(thresholdMs);
  const api = useLogApi(props);
  const { data, error, refresh } = useQuery(
    useCallback(
      (signal: AbortSignal) => loadPerformance(api, { filter, hours, threshold }, signal),
      [api, filter, hours, threshold],
    ),
    refreshMs,
  );
  const choices = [...new Set([...THRESHOLDS, thresholdMs])].toSorted((a, b) => a - b);
  return (
    <Panel
      label={labels.title}
      kind="tailrace-performance"
      isBusy={!data && !error}
      theme={props.theme}
      className={props.className}
    >
      <div className="tailrace-panel-head">
        <h2>{labels.title}</h2>
        {data && (
          <p className="tailrace-panel-facts">
            {labels.count(data.durations.entries)}
            {data.durations.partial && <span>{labels.partial(data.durations.entries)}</span>}
          </p>
        )}
      </div>
      {error && !data && <QueryNotice error={error} labels={labels} onRetry={refresh} />}
      {!data && !error && <SkeletonLines label={labels.loading} />}
      {data?.durations.actions.length === 0 && <PanelNotice title={labels.none} reason={labels.noneHint} />}
      {data && data.durations.actions.length > 0 && (
        <>
          <DurationTable actions={data.durations.actions} labels={labels} onAction={onAction} />
          {data.durations.more > 0 && (
            <p className="tailrace-panel-stale">{labels.more(number.format(data.durations.more))}</p>
          )}
        </>
      )}
      <div className="tailrace-panel-head" data-second>
        <h3>{labels.slow}</h3>
        <select
          className="tailrace-input"
          aria-label={labels.threshold}
          value={threshold}
          onChange={(event) => setThreshold(Number(event.target.value))}
        >
          {choices.map((ms) => (
            <option key={ms} value={ms}>
              {labels.over(formatDuration(ms))}
            </option>
          ))}
        </select>
      </div>
      {data && <SlowOperations entries={data.slow} labels={labels} onOpen={onOpen} />}
    </Panel>
  );
}
