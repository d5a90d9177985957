import { LogApiError, useQuery, type AccessKeyAnswer, type CreatedKeyAnswer } from '@tailrace/viewer';
import { useState } from 'react';
import { NewKey } from './NewKey.tsx';
import { api } from './server.ts';

const load = (signal: AbortSignal) => api.keys(signal);
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

/** Access keys: a new one shows its secret once, an old one can be revoked. */
export function Keys() {
  const { data: keys, error, refresh } = useQuery(load);
  const [created, setCreated] = useState<CreatedKeyAnswer>();
  const [failure, setFailure] = useState('');

  async function change(act: () => Promise<void>): Promise<void> {
    setFailure('');
    try {
      await act();
    } catch (cause) {
      setFailure(cause instanceof LogApiError ? cause.message : String(cause));
    }
    refresh();
  }

  return (
    <section className="console-card" aria-label="Access keys">
      <div className="tailrace-panel-head">
        <h2>Access keys</h2>
        <p className="tailrace-panel-facts">What programs send and read with.</p>
      </div>
      {error && !keys && (
        <div className="tailrace-panel-notice">
          <strong>{error.status === 403 ? 'For administrators' : 'Not available'}</strong>
          <p>{error.message}</p>
        </div>
      )}
      {created && <Secret created={created} onDone={() => setCreated(undefined)} />}
      <ul className="console-keys">
        {keys?.map((key) => (
          <KeyRow key={key.id} accessKey={key} onRevoke={() => void change(() => api.revokeKey(key.id))} />
        ))}
      </ul>
      {failure && (
        <p className="console-failure" role="alert">
          {failure}
        </p>
      )}
      {keys && <NewKey onCreate={(key) => void change(async () => setCreated(await api.createKey(key)))} />}
    </section>
  );
}

function Secret({ created, onDone }: { readonly created: CreatedKeyAnswer; readonly onDone: () => void }) {
  return (
    <div className="console-secret" role="status">
      <p>
        The secret of <b>{created.name}</b>. It is shown this once: copy it now.
      </p>
      <code>{created.token}</code>
      <span>
        <button
          type="button"
          className="tailrace-action"
          onClick={() => void navigator.clipboard.writeText(created.token)}
        >
          Copy
        </button>
        <button type="button" className="tailrace-action" onClick={onDone}>
          Done
        </button>
      </span>
    </div>
  );
}

interface KeyRowProps {
  readonly accessKey: AccessKeyAnswer;
  readonly onRevoke: () => void;
}

function KeyRow({ accessKey, onRevoke }: KeyRowProps) {
  const [asks, setAsks] = useState(false);
  const { name, role, filter, created_at, expires_at } = accessKey;
  return (
    <li>
      <b>{name}</b>
      <span className="console-role">{role}</span>
      <small>
        {filter && <code>{filter}</code>} made {day.format(Date.parse(created_at))}
        {expires_at && `, until ${day.format(Date.parse(expires_at))}`}
      </small>
      {asks ? (
        <span>
          <button type="button" className="tailrace-action" data-danger="" onClick={onRevoke}>
            Revoke {name}
          </button>
          <button type="button" className="tailrace-action" onClick={() => setAsks(false)}>
            Keep
          </button>
        </span>
      ) : (
        <span>
          <button
            type="button"
            className="tailrace-link"
            aria-label={`Revoke ${name}…`}
            onClick={() => setAsks(true)}
          >
            Revoke…
          </button>
        </span>
      )}
    </li>
  );
}
