import { memo } from 'react';
import { formatDuration } from '../panel/formatDuration.ts';
import { Icon } from '../parts/Icon.tsx';
import type { TraceRow } from './layOutTrace.ts';
import { placeIn, type TimeWindow } from './TimeWindow.ts';
import type { TraceViewLabels } from './traceLabels.ts';

interface TraceStepProps {
  readonly id: string;
  readonly row: TraceRow;
  readonly window: TimeWindow;
  readonly isCurrent: boolean;
  readonly labels: TraceViewLabels;
  readonly onOpen: (row: TraceRow) => void;
  readonly onZoom: (row: TraceRow) => void;
}

/** One entry: what it says, and when it was. */
export const TraceStep = memo(function TraceStep(props: TraceStepProps) {
  const { id, row, window, isCurrent, labels, onOpen, onZoom } = props;
  const { entry, isSpan, isError } = row;
  const { left, width, isOutside } = placeIn(window, row);
  const took = isSpan ? formatDuration(row.end - row.start) : '';
  const about = labels.step({
    source: entry.source,
    level: labels.levels[entry.level],
    at: formatDuration(row.start),
  });
  return (
    <div
      id={id}
      className="tailrace-trace-step"
      role="option"
      aria-selected={isCurrent}
      data-level={isError && entry.level === 'info' ? 'error' : entry.level}
      data-entry-id={entry.id}
      {...(isError && { 'data-error': '' })}
      onClick={() => onOpen(row)}
      onDoubleClick={() => onZoom(row)}
    >
      <span className="tailrace-trace-name">
        <Icon name={isError && entry.level === 'info' ? 'error' : entry.level} />
        <bdi>{entry.message}</bdi>
        <span className="tailrace-panel-hidden">{about}</span>
      </span>
      <span className="tailrace-trace-lane">
        {!isOutside && (
          <span
            className={isSpan ? 'tailrace-trace-bar' : 'tailrace-trace-moment'}
            style={{ insetInlineStart: `${left}%`, ...(isSpan && { inlineSize: `${width}%` }) }}
          />
        )}
        <span className="tailrace-trace-took" style={{ insetInlineStart: `${left + width}%` }}>
          {took}
        </span>
      </span>
    </div>
  );
});
