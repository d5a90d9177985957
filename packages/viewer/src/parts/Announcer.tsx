import { useEffect, useState } from 'react';
import { useLabels } from '../labels.ts';
import type { LogBuffer } from '../stream/LogBuffer.ts';

/** Milliseconds between two announcements at least. */
const ANNOUNCE_INTERVAL_MS = 5000;

/** Tells those who listen what has come: a log role on a virtual list would read rows again on each scroll. */
export function Announcer({ buffer }: { buffer: LogBuffer }) {
  const labels = useLabels();
  const [text, setText] = useState('');
  useEffect(() => {
    let told = buffer.totals;
    const timer = setInterval(() => {
      const { totals } = buffer;
      const entries = totals.entries - told.entries;
      const errors = totals.errors - told.errors;
      told = totals;
      if (entries <= 0) return;
      setText([labels.newEntries(entries), ...(errors > 0 ? [labels.newErrors(errors)] : [])].join(', '));
    }, ANNOUNCE_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [buffer, labels]);
  return (
    <div className="tailrace-announcer" role="status">
      {text}
    </div>
  );
}
