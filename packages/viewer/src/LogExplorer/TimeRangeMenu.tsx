import { useExplorerLabels } from './explorerLabels.ts';
import { TimeRangeChoice } from './explorerParts.ts';
import { formatSpan } from './formatSpan.ts';
import { Popup } from './Popup.tsx';
import { isSpan, type TimeRange } from './TimeRange.ts';

export interface TimeRangeMenuProps {
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
}

/** Says which time is looked at, and offers others. */
export function TimeRangeMenu({ range, onRange }: TimeRangeMenuProps) {
  const labels = useExplorerLabels();
  const text = isSpan(range)
    ? formatSpan(range, 60_000)
    : range === 'live'
      ? labels.live
      : labels.last[range];
  return (
    <Popup label={labels.timeRange} icon="clock" text={text}>
      {(close) => (
        <TimeRangeChoice
          key={text}
          range={range}
          onRange={(chosen) => {
            onRange(chosen);
            close();
          }}
        />
      )}
    </Popup>
  );
}
