import type { LogEntry } from '@tailrace/protocol';
import { useCallback, useMemo } from 'react';
import { useLogApi, type LogApiProps } from '../api/useLogApi.ts';
import { useQuery } from '../api/useQuery.ts';
import { Panel, type PanelProps } from '../panel/Panel.tsx';
import { PanelNotice } from '../panel/PanelNotice.tsx';
import { QueryNotice } from '../panel/QueryNotice.tsx';
import { SkeletonLines } from '../panel/SkeletonLines.tsx';
import { layOutTrace } from './layOutTrace.ts';
import { loadTrace } from './loadTrace.ts';
import { ENGLISH_TRACE, type TraceViewLabels } from './traceLabels.ts';
import { Waterfall } from './Waterfall.tsx';

export interface TraceViewProps extends LogApiProps, PanelProps {
  /** What the entries have in common: a correlation id, or a W3C trace id. */
  readonly correlationId: string;
  /** Told of the entry that somebody opens. */
  readonly onOpen?: ((entry: LogEntry) => void) | undefined;
  /** Words to use in place of the English ones. */
  readonly labels?: Partial<TraceViewLabels>;
}

/**
 * Shows what one user action caused, across sources, as a waterfall: each bar ends when its entry was written,
 * and is as long as its operation took.
 *
 * @example
 * <TraceView url="https://logs.example.com" correlationId="order-4711" />
 */
export function TraceView(props: TraceViewProps) {
  const { correlationId, onOpen } = props;
  const labels = useMemo(() => ({ ...ENGLISH_TRACE, ...props.labels }), [props.labels]);
  const api = useLogApi(props);
  const { data, error, refresh } = useQuery(
    useCallback((signal: AbortSignal) => loadTrace(api, correlationId, signal), [api, correlationId]),
  );
  const layout = useMemo(() => data && layOutTrace(data.entries), [data]);
  const isUnknown = error?.status === 404 || layout?.rows.length === 0;

  return (
    <Panel
      label={labels.title}
      kind="tailrace-trace"
      isBusy={!data && !error}
      theme={props.theme}
      className={props.className}
    >
      {isUnknown && <PanelNotice title={labels.unknown} reason={labels.unknownHint} />}
      {error && !isUnknown && <QueryNotice error={error} labels={labels} onRetry={refresh} />}
      {!data && !error && <SkeletonLines label={labels.loading} />}
      {data && layout && layout.rows.length > 0 && (
        <Waterfall
          key={correlationId}
          title={correlationId}
          layout={layout}
          labels={labels}
          onOpen={onOpen}
          note={data.total > data.entries.length ? labels.more(data.entries.length, data.total) : undefined}
        />
      )}
    </Panel>
  );
}
