import { useLabels } from '../labels.ts';
import type { StreamStatus } from '../stream/StreamStatus.ts';

export interface PlaceholderProps {
  readonly status: StreamStatus;
  readonly caughtUp: boolean;
  readonly filtered: boolean;
  readonly onClearFilter: () => void;
  readonly onRetry: () => void;
}

/** Widths in percent of the lines that stand for entries which are still to come. */
const SKELETON = [62, 41, 78, 55, 30, 68, 49, 83, 37, 59, 72, 45];

/** What is shown where there is no entry: why, and what can be done. */
export function Placeholder({ status, caughtUp, filtered, onClearFilter, onRetry }: PlaceholderProps) {
  const labels = useLabels();
  if (status.state === 'refused') {
    return (
      <Notice title={labels.refused} hint={labels.refusedHint} reason={status.error?.message}>
        <Action onClick={onRetry}>{labels.tryAgain}</Action>
      </Notice>
    );
  }
  if (status.state === 'offline') {
    return (
      <Notice title={labels.offline} reason={status.error?.message}>
        <Action onClick={onRetry}>{labels.reconnectNow}</Action>
      </Notice>
    );
  }
  if (!caughtUp) {
    return (
      <div className="tailrace-skeleton" role="img" aria-label={labels.loading}>
        {SKELETON.map((width) => (
          <span key={width} style={{ inlineSize: `${width}%` }} />
        ))}
      </div>
    );
  }
  return filtered ? (
    <Notice title={labels.noMatch} hint={labels.noMatchHint}>
      <Action onClick={onClearFilter}>{labels.clearFilter}</Action>
    </Notice>
  ) : (
    <Notice title={labels.empty} hint={labels.emptyHint} />
  );
}

interface NoticeProps {
  readonly title: string;
  readonly hint?: string;
  readonly reason?: string | undefined;
  readonly children?: React.ReactNode;
}

function Notice({ title, hint, reason, children }: NoticeProps) {
  return (
    <div className="tailrace-notice">
      <strong>{title}</strong>
      {reason && <p>{reason}</p>}
      {hint && <p>{hint}</p>}
      {children}
    </div>
  );
}

function Action({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" className="tailrace-action" onClick={onClick}>
      {children}
    </button>
  );
}
