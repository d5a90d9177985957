import type { LogEntry } from '@tailrace/protocol';
import { useEffect, useState } from 'react';
import { usePartLabels } from '../partLabels.ts';
import { Icon } from '../parts/Icon.tsx';
import type { EntryContext as Context } from '../stream/EntryContext.ts';
import { clockOf } from '../time/formatClock.ts';
import type { TimeStyle } from '../time/TimeStyle.ts';

/** Entries on each side at first, and after asking for more. */
const COUNTS = [5, 25, 100] as const;

/**
 * Fetches what stands before and after an entry, so many on each side, in the order of time.
 *
 * @throws whatever says why not
 */
export type LoadContext = (entry: LogEntry, count: number, signal: AbortSignal) => Promise<Context>;

export interface EntryContextProps {
  readonly entry: LogEntry;
  readonly load: LoadContext;
  readonly style: TimeStyle;
}

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'loaded'; readonly context: Context };

/** What was logged before and after, whatever the list is narrowed to. */
export function EntryContext({ entry, load, style }: EntryContextProps) {
  const labels = usePartLabels();
  const [step, setStep] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  useEffect(() => {
    const abort = new AbortController();
    load(entry, COUNTS[step]!, abort.signal).then(
      (context) => !abort.signal.aborted && setLoaded({ state: 'loaded', context }),
      (error: unknown) =>
        !abort.signal.aborted &&
        setLoaded({ state: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
    return () => abort.abort();
  }, [entry, load, step, attempt]);

  if (loaded.state === 'loading') {
    return (
      <div className="tailrace-context" role="img" aria-label={labels.loading}>
        <span className="tailrace-context-line" />
      </div>
    );
  }
  if (loaded.state === 'failed') {
    return (
      <p className="tailrace-muted">
        {labels.contextFailed}: {loaded.reason}{' '}
        <button type="button" className="tailrace-link" onClick={() => setAttempt(attempt + 1)}>
          {labels.tryAgain}
        </button>
      </p>
    );
  }
  const { before, after } = loaded.context;
  if (before.length + after.length === 0) return <p className="tailrace-muted">{labels.noContext}</p>;
  const full = Math.max(before.length, after.length) >= COUNTS[step]!;
  return (
    <>
      <ol className="tailrace-context">
        {[...before, entry, ...after].map((line) => (
          <li key={line.id} data-level={line.level} aria-current={line.id === entry.id || undefined}>
            <Icon name={line.level} />
            <time dateTime={line.timestamp}>
              {clockOf(style === 'relative' ? 'local' : style)(Date.parse(line.timestamp))}
            </time>
            <span dir="auto">{line.message}</span>
          </li>
        ))}
      </ol>
      {full && step + 1 < COUNTS.length && (
        <button type="button" className="tailrace-link" onClick={() => setStep(step + 1)}>
          {labels.showMore}
        </button>
      )}
    </>
  );
}
