import { useQuery } from '@tailrace/viewer';
import { api } from './server.ts';

const load = (signal: AbortSignal) => api.retention(signal);

/** For how long each class of entries is kept; set by the server's environment, and so shown only. */
export function Retention() {
  const { data, error } = useQuery(load);
  return (
    <section className="console-card" aria-label="Retention" aria-busy={!data && !error}>
      <div className="tailrace-panel-head">
        <h2>Retention</h2>
        <p className="tailrace-panel-facts">
          <span>
            Set by <code>LOG_RETENTION_…_DAYS</code> where the server starts.
          </span>
        </p>
      </div>
      {error && !data && (
        <div className="tailrace-panel-notice">
          <strong>Not available</strong>
          <p>{error.message}</p>
        </div>
      )}
      <dl className="console-figures">
        {Object.entries(data?.days ?? {}).map(([kind, days]) => (
          <div key={kind}>
            <dt>{kind}</dt>
            <dd>{days === null ? 'for ever' : `${days} ${days === 1 ? 'day' : 'days'}`}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
