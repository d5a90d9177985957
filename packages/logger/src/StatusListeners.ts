import { setBackgroundTimeout } from './backgroundTimer.ts';
import type { LoggerStatus } from './LoggerStatus.ts';
import type { SelfReport } from './selfReport.ts';

/** Milliseconds between two calls of a listener, at least. */
const NOTIFY_MS = 100;

/** Tells listeners of changes, many changes at once. */
export interface StatusListeners {
  /** Returns how to stop. */
  readonly add: (listener: (status: LoggerStatus) => void) => () => void;
  /** While nobody listens, a change costs nothing. */
  changed(): void;
}

/** Makes listeners of what `read` returns. */
export function createStatusListeners(read: () => LoggerStatus, report: SelfReport): StatusListeners {
  const listeners = new Set<(status: LoggerStatus) => void>();
  let isScheduled = false;
  const notify = () => {
    isScheduled = false;
    const status = read();
    for (const listener of listeners) {
      try {
        listener(status);
      } catch (error) {
        report('a status listener throws.', error);
      }
    }
  };
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed() {
      if (isScheduled || listeners.size === 0) return;
      isScheduled = true;
      setBackgroundTimeout(notify, NOTIFY_MS);
    },
  };
}
