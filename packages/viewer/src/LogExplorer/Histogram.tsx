import { LOG_LEVELS } from '@tailrace/protocol/core';
import { useMemo, useRef } from 'react';
import { formatDuration } from '../panel/formatDuration.ts';
import { spanOf, totalOf, type BarChart } from './BarChart.ts';
import { useExplorerLabels } from './explorerLabels.ts';
import { formatSpan, formatTick } from './formatSpan.ts';
import { overlap, type TimeSpan } from './TimeRange.ts';
import { useBrush } from './useBrush.ts';

/** Of the drawing; it is stretched to the room there is. */
const HEIGHT = 100;
/** Share of a bar's place that stays free. */
const BAR_GAP = 0.18;
const TICKS = 5;

export interface HistogramProps {
  readonly chart: BarChart;
  readonly brush: TimeSpan | undefined;
  /** While it is being drawn, many times. */
  readonly onDraft: (brush: TimeSpan | undefined) => void;
  /** When it has been chosen. */
  readonly onBrush: (brush: TimeSpan | undefined) => void;
  readonly isLoading: boolean;
}

/** Entries over time by level, a part of which can be chosen by dragging or by the arrow keys. */
export function Histogram({ chart, brush, onDraft, onBrush, isLoading }: HistogramProps) {
  const labels = useExplorerLabels();
  const plot = useRef<HTMLDivElement>(null);
  const span = spanOf(chart);
  const events = useBrush({ chart, brush, plot, onDraft, onBrush });
  const paths = useMemo(() => pathsOf(chart), [chart]);
  const total = chart.bars.reduce((sum, bar) => sum + totalOf(bar), 0);
  const text = span ? formatSpan(span, chart.interval) : '';
  const shown = span && brush && overlap(span, brush);
  const share = (time: number) => (span ? ((time - span.from) / (span.to - span.from)) * 100 : 0);
  const barOf = (time: number) => (span ? Math.round((time - span.from) / chart.interval) : 0);
  return (
    <div className="tailrace-histogram" aria-busy={isLoading}>
      <div
        ref={plot}
        className="tailrace-histogram-plot"
        role="slider"
        tabIndex={0}
        aria-label={labels.brush}
        aria-description={labels.brushHint}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, chart.bars.length - 1)}
        aria-valuenow={shown ? barOf(shown.from) : 0}
        aria-valuetext={brush ? formatSpan(brush, chart.interval) : labels.noBrush}
        title={labels.brushHint}
        {...events}
      >
        <svg
          viewBox={`0 0 ${Math.max(1, chart.bars.length)} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden
        >
          {LOG_LEVELS.map((level, index) => (
            <path key={level} data-level={level} d={paths[index]} />
          ))}
        </svg>
        {shown && (
          <div
            className="tailrace-brush"
            style={{
              insetInlineStart: `${share(shown.from)}%`,
              inlineSize: `${share(shown.to) - share(shown.from)}%`,
            }}
          />
        )}
      </div>
      <div className="tailrace-histogram-axis" aria-hidden="true">
        {span &&
          Array.from({ length: TICKS }, (_, index) => {
            const time = span.from + ((span.to - span.from) * index) / (TICKS - 1);
            return <span key={index}>{formatTick(time, span, chart.interval)}</span>;
          })}
      </div>
      <p className="tailrace-announcer">
        {span && labels.histogramOf(total, text, formatDuration(chart.interval))}
      </p>
    </div>
  );
}

/** A path for each level: a bar of it stands upon those of the levels below. */
function pathsOf({ bars }: BarChart): readonly string[] {
  const highest = Math.max(1, ...bars.map(totalOf));
  const paths = LOG_LEVELS.map((): string[] => []);
  bars.forEach((bar, index) => {
    let bottom = HEIGHT;
    // The worst stand at the bottom, where bars of any height show them.
    for (let level = LOG_LEVELS.length - 1; level >= 0; level -= 1) {
      const count = bar.counts[level] ?? 0;
      if (count === 0) continue;
      // One critical entry among thousands must be seen.
      const height = Math.min(bottom, Math.max((count / highest) * HEIGHT, 2));
      const [left, width] = [index + BAR_GAP / 2, 1 - BAR_GAP];
      paths[level]!.push(`M${left} ${bottom}v${-height}h${width}v${height}z`);
      bottom -= height;
    }
  });
  return paths.map((parts) => parts.join(''));
}
