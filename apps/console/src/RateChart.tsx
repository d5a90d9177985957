import type { LogHistogramAnswer } from '@tailrace/viewer';

interface RateChartProps {
  readonly histogram: LogHistogramAnswer;
  /** Milliseconds since 1970 at the left edge. */
  readonly start: number;
  /** How many buckets wide. */
  readonly buckets: number;
}

const number = new Intl.NumberFormat('en');

/** Entries over time, one bar for each minute; what is worse than a warning stands at its foot. */
export function RateChart({ histogram, start, buckets }: RateChartProps) {
  const most = Math.max(1, ...histogram.buckets.map(({ total }) => total));
  const sum = histogram.buckets.reduce((total, bucket) => total + bucket.total, 0);
  return (
    <figure className="console-rate">
      <svg
        viewBox={`0 0 ${buckets} 40`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${number.format(sum)} entries in the last hour, at most ${number.format(most)} a minute`}
      >
        {histogram.buckets.map(({ start: time, total, counts }) => {
          const x = Math.round((Date.parse(time) - start) / histogram.interval_ms);
          const errors = (counts['error'] ?? 0) + (counts['critical'] ?? 0);
          const height = (total / most) * 39 + 1;
          const bad = (errors / most) * 39 + (errors > 0 ? 1 : 0);
          return (
            <g key={time}>
              <rect x={x + 0.1} y={40 - height} width={0.8} height={height} />
              {errors > 0 && <rect x={x + 0.1} y={40 - bad} width={0.8} height={bad} data-errors="" />}
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span>1 h ago</span>
        <span>at most {number.format(most)} a minute</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}
