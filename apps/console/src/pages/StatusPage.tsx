import { useQuery } from '@tailrace/viewer';
import { Figures } from '../Figures.tsx';
import { loadMetrics, sumOf, sumsBy, type Sample } from '../metrics.ts';
import { Page } from '../Page.tsx';
import { RateChart } from '../RateChart.tsx';
import { api } from '../server.ts';

const REFRESH_MS = 5000;
const MINUTE_MS = 60_000;
const MINUTES = 60;

const number = new Intl.NumberFormat('en');
const size = (bytes: number) =>
  bytes < 1e6
    ? `${number.format(Math.round(bytes / 1e3))} kB`
    : `${number.format(Math.round(bytes / 1e5) / 10)} MB`;

const loadReadiness = (signal: AbortSignal) => api.readiness(signal);
const loadStreams = (signal: AbortSignal) => api.streamStatus(signal);
async function loadRate(signal: AbortSignal) {
  const start = (Math.floor(Date.now() / MINUTE_MS) - MINUTES + 1) * MINUTE_MS;
  const histogram = await api.histogram({ interval: '1m', start: new Date(start).toISOString() }, signal);
  return { start, histogram };
}

/** How the server is doing: its parts, what comes in, what is lost, and who listens. */
export function StatusPage() {
  const ready = useQuery(loadReadiness, REFRESH_MS);
  const streams = useQuery(loadStreams, REFRESH_MS);
  const rate = useQuery(loadRate, REFRESH_MS);
  const metrics = useQuery(loadMetrics, REFRESH_MS);
  return (
    <Page title="Status">
      <Figures
        title="Server"
        notice={noticeOf(ready)}
        figures={
          ready.data
            ? [
                ['State', ready.data.status, ready.data.status !== 'ok'],
                ...Object.entries(ready.data.parts).map(
                  ([part, state]) => [part, state, state !== 'ok'] as const,
                ),
                ...(metrics.data
                  ? [['Data folder', size(sumOf(metrics.data, 'tailrace_store_bytes'))] as const]
                  : []),
              ]
            : []
        }
      />
      <Ingest samples={metrics.data} notice={noticeOf(metrics)}>
        {rate.data && <RateChart {...rate.data} buckets={MINUTES} />}
      </Ingest>
      <Drops samples={metrics.data} notice={noticeOf(metrics)} />
      <Figures
        title="Connections"
        notice={noticeOf(streams)}
        figures={
          streams.data
            ? [
                ['WebSocket', streams.data.connections.global.websocket],
                ['Event stream', streams.data.connections.global.sse],
                ['For a job run', Object.keys(streams.data.connections.jobs).length],
              ]
            : []
        }
      />
    </Page>
  );
}

interface MeasuredProps {
  readonly samples: readonly Sample[] | undefined;
  readonly notice: string | undefined;
  readonly children?: React.ReactNode;
}

function Ingest({ samples, notice, children }: MeasuredProps) {
  const count = (result: string) => sumOf(samples ?? [], 'tailrace_ingest_entries_total', { result });
  return (
    <Figures
      title="Ingest since the start"
      notice={notice}
      figures={
        samples
          ? [
              ['Stored', number.format(count('accepted'))],
              ['Sent again', number.format(count('duplicate'))],
              ['Refused', number.format(count('rejected')), count('rejected') > 0],
            ]
          : []
      }
    >
      {children}
    </Figures>
  );
}

function Drops({ samples, notice }: MeasuredProps) {
  const dropped = sumsBy(samples ?? [], 'tailrace_client_dropped_entries_total', 'reason');
  const gaps = sumsBy(samples ?? [], 'tailrace_stream_gap_entries_total', 'reason');
  const isWhole = samples && dropped.length === 0 && gaps.length === 0;
  return (
    <Figures
      title="Drops since the start"
      notice={notice ?? (isWhole ? 'Nothing was dropped.' : undefined)}
      figures={[
        ...dropped.map(([reason, count]) => [`by senders: ${reason}`, number.format(count), true] as const),
        ...gaps.map(([reason, count]) => [`for readers: ${reason}`, number.format(count), true] as const),
      ]}
    />
  );
}

function noticeOf({ data, error }: { data?: unknown; error?: Error }): string | undefined {
  if (error && data === undefined) return error.message;
  return data === undefined ? 'Loading' : undefined;
}
