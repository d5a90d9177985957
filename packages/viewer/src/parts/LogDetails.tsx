import type { LogEntry, LogError } from '@tailrace/protocol';
import { useState } from 'react';
import { useLabels } from '../labels.ts';
import { Icon } from './Icon.tsx';
import { JsonText } from './JsonText.tsx';
import { LevelMark } from './LevelMark.tsx';

export interface LogDetailsProps {
  readonly entry: LogEntry;
  readonly onClose: () => void;
}

/** Everything that is known of one entry. Text nodes only: log lines are hostile. */
export function LogDetails({ entry, onClose }: LogDetailsProps) {
  const labels = useLabels();
  return (
    <aside className="tailrace-details" aria-label={labels.details}>
      <header className="tailrace-details-head">
        <LevelMark level={entry.level} />
        <time dateTime={entry.timestamp}>{new Date(entry.timestamp).toLocaleString()}</time>
        <CopyButton key={entry.id} entry={entry} />
        <button
          type="button"
          className="tailrace-button"
          aria-label={labels.close}
          title={`${labels.close} (Esc)`}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <div className="tailrace-details-body" tabIndex={0} role="group" aria-label={labels.details}>
        <p className="tailrace-details-message">{entry.message}</p>
        {entry.error && <pre className="tailrace-stack">{describeError(entry.error)}</pre>}
        <JsonText value={entry} />
      </div>
    </aside>
  );
}

function CopyButton({ entry }: { entry: LogEntry }) {
  const labels = useLabels();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(JSON.stringify(entry, undefined, 2));
    setCopied(true);
  };
  return (
    <button type="button" className="tailrace-link" onClick={() => void copy()}>
      {copied ? labels.copied : labels.copy}
    </button>
  );
}

/** The stack with its line breaks, and those of the causes, as a console shows them. */
function describeError({ name, message, stack, cause }: LogError): string {
  const head = `${name}: ${message}`;
  const own = stack?.startsWith(head) ? stack : [head, stack].filter(Boolean).join('\n');
  return cause ? `${own}\nCaused by ${describeError(cause)}` : own;
}
