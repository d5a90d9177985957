import { useQuery } from '@tailrace/viewer';
import { useCallback, useState } from 'react';
import { follow, navigate } from './navigation.ts';
import { api } from './server.ts';

interface FieldValuesProps {
  /** Field whose values name things: `context.job_run_id`. */
  readonly field: string;
  /** First part of the address of one of them. */
  readonly path: string;
  /** What such a thing is called: `job run`. */
  readonly thing: string;
  readonly title: string;
  /** What makes such things appear here. */
  readonly hint: string;
}

const DAY_MS = 86_400_000;
const LISTED = 50;
const REFRESH_MS = 15_000;

const number = new Intl.NumberFormat('en');

/** Things of the last day that entries name, those with the most entries first, and a box to go to any other. */
export function FieldValues({ field, path, thing, title, hint }: FieldValuesProps) {
  const [wanted, setWanted] = useState('');
  const { data, error, refresh } = useQuery(
    useCallback(
      (signal: AbortSignal) => {
        const start = new Date(Date.now() - DAY_MS).toISOString();
        return api.facets({ field, start, limit: LISTED }, signal);
      },
      [field],
    ),
    REFRESH_MS,
  );
  const most = data?.values[0]?.count ?? 1;
  const href = (value: string) => `/${path}/${encodeURIComponent(value)}`;
  return (
    <section className="console-card" aria-label={title} aria-busy={!data}>
      <form
        className="tailrace-panel-head"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted.trim()) navigate(href(wanted.trim()));
        }}
      >
        <h2>{title}</h2>
        <span className="tailrace-panel-end">
          <input
            className="tailrace-input"
            aria-label={`Go to a ${thing}`}
            placeholder={`Go to a ${thing}`}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </span>
      </form>
      {error && !data && (
        <div className="tailrace-panel-notice" role="alert">
          <strong>Not available</strong>
          <p>{error.message}</p>
          <button type="button" className="tailrace-action" onClick={refresh}>
            Try again
          </button>
        </div>
      )}
      {data?.values.length === 0 && (
        <div className="tailrace-panel-notice">
          <strong>None in the last 24 hours</strong>
          <p>{hint}</p>
        </div>
      )}
      <ul className="console-values">
        {data?.values.map(({ value, count }) => (
          <li key={value}>
            <a href={href(value)} onClick={follow}>
              <bdi>{value}</bdi>
              <span>{number.format(count)}</span>
              <i style={{ inlineSize: `${(count / most) * 100}%` }} />
            </a>
          </li>
        ))}
      </ul>
      {data && data.more > 0 && <p className="console-more">{number.format(data.more)} more</p>}
    </section>
  );
}
