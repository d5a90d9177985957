import { formatDuration } from '../panel/formatDuration.ts';
import type { TimeWindow } from './TimeWindow.ts';

const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Says when: the time since the trace began, under which the bars stand. */
export function TraceAxis({ window }: { readonly window: TimeWindow }) {
  return (
    <div className="tailrace-trace-axis" aria-hidden="true">
      <div>
        {TICKS.map((part) => (
          <span key={part} style={{ insetInlineStart: `${part * 100}%` }}>
            {formatDuration(window.from + part * (window.to - window.from))}
          </span>
        ))}
      </div>
    </div>
  );
}
