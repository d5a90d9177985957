import type { Logger, LoggerStatus } from '@tailrace/logger';
import { useEffect, useState } from 'react';

/** What the logger says of itself, as it changes. */
export function StatusPanel({ logger }: { readonly logger: Logger }) {
  const status = useLoggerStatus(logger);
  const dropped = Object.entries(status.dropped);
  return (
    <section className="panel" aria-labelledby="status-title">
      <h2 id="status-title">Logger</h2>
      <dl className="figures">
        <Figure name="emitted" value={status.emitted} />
        <Figure name="on disk" value={status.persisted} />
        <Figure name="queued" value={status.queued} accented={status.queued > 0} />
        <Figure name="sent" value={status.sent} />
      </dl>
      <p className="facts">
        <span>{status.storage}</span>
        <span>{status.shipping}</span>
        <span>{status.delivery.state}</span>
        {status.delivery.reason && <span>{status.delivery.reason}</span>}
      </p>
      <p className="facts">
        {dropped.length === 0
          ? 'Nothing dropped'
          : dropped.map(([reason, count]) => <span key={reason}>{`${count} dropped: ${reason}`}</span>)}
      </p>
    </section>
  );
}

function Figure({ name, value, accented = false }: { name: string; value: number; accented?: boolean }) {
  return (
    <div className={accented ? 'figure accented' : 'figure'}>
      <dt>{name}</dt>
      <dd>{value.toLocaleString('en')}</dd>
    </div>
  );
}

function useLoggerStatus(logger: Logger): LoggerStatus {
  const [status, setStatus] = useState(() => logger.status);
  useEffect(() => logger.onStatus(setStatus), [logger]);
  return status;
}
