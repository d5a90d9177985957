import { useEffect, useState } from 'react';
import { useThrottled } from '../hooks/useThrottled.ts';
import { useLabels } from '../labels.ts';
import type { LogBuffer } from '../stream/LogBuffer.ts';
import type { StreamStatus } from '../stream/StreamStatus.ts';

export interface StatusBarProps {
  readonly status: StreamStatus;
  readonly paused: boolean;
  readonly buffer: LogBuffer;
  readonly onReconnect: () => void;
}

/** Says whether what is shown is all there is. */
export function StatusBar({ status, paused, buffer, onReconnect }: StatusBarProps) {
  const labels = useLabels();
  useThrottled(buffer);
  const { state, error, retry_at: retryAt } = status;
  const connected = state === 'live' || state === 'replaying';
  const held = paused && connected;
  // Where there is no entry, its place says this at more length.
  const helpless =
    state === 'reconnecting' || (buffer.length > 0 && (state === 'offline' || state === 'refused'));
  return (
    <div className="tailrace-status">
      <span className="tailrace-dot" data-state={held ? 'paused' : state} />
      <span className="tailrace-state">{held ? labels.paused : labels.states[state]}</span>
      {retryAt !== undefined && <Countdown key={retryAt} to={retryAt} />}
      {helpless && (
        <>
          <button type="button" className="tailrace-link" onClick={onReconnect}>
            {state === 'refused' ? labels.tryAgain : labels.reconnectNow}
          </button>
          {error && <span className="tailrace-reason">{error.message}</span>}
        </>
      )}
      <span className="tailrace-counts">
        <span>{labels.count(buffer.length)}</span>
        {buffer.totals.trimmed > 0 && (
          <span className="tailrace-muted">{labels.trimmed(buffer.totals.trimmed)}</span>
        )}
      </span>
    </div>
  );
}

/** @param to milliseconds since 1970 */
function Countdown({ to }: { to: number }) {
  const { retryIn } = useLabels();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return to > now && <span className="tailrace-muted">{retryIn(Math.ceil((to - now) / 1000))}</span>;
}
