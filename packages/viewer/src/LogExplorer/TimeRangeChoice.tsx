import { useId, useState, type FormEvent } from 'react';
import { useExplorerLabels } from './explorerLabels.ts';
import { fromInputTime, toInputTime, type Zone } from './inputTime.ts';
import { isSpan, LAST_MS, LAST_RANGES, type TimeRange, type TimeSpan } from './TimeRange.ts';
import type { TimeRangeMenuProps } from './TimeRangeMenu.tsx';

/** Chooses the time that is looked at: live, the last while, or from one time to another in a zone. */
export function TimeRangeChoice({ range, onRange }: TimeRangeMenuProps) {
  const labels = useExplorerLabels();
  return (
    <div className="tailrace-range">
      <div className="tailrace-range-list">
        {(['live', ...LAST_RANGES] as const).map((each) => (
          <button key={each} type="button" aria-pressed={each === range} onClick={() => onRange(each)}>
            {each === 'live' ? labels.live : labels.last[each]}
          </button>
        ))}
      </div>
      <SpanForm span={spanOfRange(range)} onSpan={onRange} />
    </div>
  );
}

function SpanForm({ span, onSpan }: { readonly span: TimeSpan; readonly onSpan: (span: TimeSpan) => void }) {
  const labels = useExplorerLabels();
  const ids = useId();
  const [zone, setZone] = useState<Zone>('local');
  const [from, setFrom] = useState(span.from);
  const [to, setTo] = useState(span.to);
  const isUpsideDown = !(from < to);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isUpsideDown) onSpan({ from, to });
  };
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <form className="tailrace-range-form" onSubmit={submit}>
      <label>
        {labels.from}
        <input
          className="tailrace-input"
          type="datetime-local"
          step="1"
          value={toInputTime(from, zone)}
          onChange={(event) => setFrom(fromInputTime(event.target.value, zone))}
        />
      </label>
      <label>
        {labels.to}
        <input
          className="tailrace-input"
          type="datetime-local"
          step="1"
          value={toInputTime(to, zone)}
          aria-invalid={isUpsideDown}
          aria-describedby={isUpsideDown ? ids : undefined}
          onChange={(event) => setTo(fromInputTime(event.target.value, zone))}
        />
      </label>
      <label>
        {labels.timeZone}
        <select
          className="tailrace-input"
          value={zone}
          onChange={(event) => setZone(event.target.value === 'utc' ? 'utc' : 'local')}
        >
          <option value="local">{labels.localZone(timeZone)}</option>
          <option value="utc">UTC</option>
        </select>
      </label>
      {isUpsideDown && (
        <p id={ids} role="alert" className="tailrace-range-error">
          {labels.spanUpsideDown}
        </p>
      )}
      <button type="submit" className="tailrace-action" disabled={isUpsideDown}>
        {labels.apply}
      </button>
    </form>
  );
}

function spanOfRange(range: TimeRange): TimeSpan {
  if (isSpan(range)) return range;
  const to = Math.floor(Date.now() / 1000) * 1000;
  return { from: to - LAST_MS[range === 'live' ? '1h' : range], to };
}
