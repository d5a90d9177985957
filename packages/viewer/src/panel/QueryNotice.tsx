import type { LogApiError } from '../api/LogApiError.ts';
import { PanelNotice } from './PanelNotice.tsx';

/** Words for what every panel meets. */
export interface QueryLabels {
  readonly failed: string;
  readonly refused: string;
  readonly stale: string;
  readonly tryAgain: string;
}

export const ENGLISH_QUERY: QueryLabels = {
  failed: 'Not available',
  refused: 'No access',
  stale: 'Not up to date',
  tryAgain: 'Try again',
};

interface QueryNoticeProps {
  readonly error: LogApiError;
  readonly labels: QueryLabels;
  readonly onRetry: () => void;
}

/** Says why there is no answer. */
export function QueryNotice({ error, labels, onRetry }: QueryNoticeProps) {
  const isRefused = error.status === 401 || error.status === 403;
  return (
    <PanelNotice isAlert title={isRefused ? labels.refused : labels.failed} reason={error.message}>
      <button type="button" className="tailrace-action" onClick={onRetry}>
        {labels.tryAgain}
      </button>
    </PanelNotice>
  );
}

/** Says that what is shown is an older answer. */
export function StaleNotice({ error, labels, onRetry }: QueryNoticeProps) {
  return (
    <p className="tailrace-panel-stale" role="status">
      <span className="tailrace-dot" data-state="reconnecting" />
      {labels.stale}: {error.message}
      <button type="button" className="tailrace-link" onClick={onRetry}>
        {labels.tryAgain}
      </button>
    </p>
  );
}
