import type { LogEntry } from '@tailrace/protocol';
import { useState, type ReactNode } from 'react';
import type { FieldValue, NarrowMode } from '../filter/narrowFilter.ts';
import { usePartLabels } from '../partLabels.ts';
import { Icon } from '../parts/Icon.tsx';
import { LevelMark } from '../parts/LevelMark.tsx';
import { Separator } from '../parts/Separator.tsx';
import type { TimeStyle } from '../time/TimeStyle.ts';
import { EntryContext, type LoadContext } from './EntryContext.tsx';
import { EntryTimes } from './EntryTimes.tsx';
import { ErrorChain } from './ErrorChain.tsx';
import { JsonTree } from './json/JsonTree.tsx';
import type { ResolveFrame } from './stack/StackFrame.ts';

/** Pixels. */
const MIN_WIDTH = 240;
const MAX_WIDTH = 1200;
const WIDTH = 440;

export interface LogDetailsProps {
  readonly entry: LogEntry;
  /** Pixels; as wide as it likes where nobody has said so. */
  readonly width: number | undefined;
  readonly onResize: (px: number | undefined) => void;
  readonly time: TimeStyle;
  readonly loadContext: LoadContext;
  readonly resolveFrame: ResolveFrame | undefined;
  readonly permalink: (entry: LogEntry) => string;
  readonly onFilter: (field: string, value: FieldValue, mode: NarrowMode) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Everything that is known of one entry. Text nodes only: log lines are hostile. */
export function LogDetails(props: LogDetailsProps) {
  const { entry, width, time, loadContext, resolveFrame, permalink, onFilter, onClose } = props;
  const labels = usePartLabels();
  return (
    <aside className="tailrace-details" aria-label={labels.details} style={{ inlineSize: width }}>
      <Separator
        label={labels.detailsWidth}
        className="tailrace-details-separator"
        size={width ?? WIDTH}
        min={MIN_WIDTH}
        max={MAX_WIDTH}
        reverse
        onResize={props.onResize}
      />
      <header className="tailrace-details-head">
        <LevelMark level={entry.level} />
        <span className="tailrace-details-source" title={entry.logger}>
          {entry.source}
        </span>
        <CopyButton key={`link ${entry.id}`} label={labels.copyLink} text={() => permalink(entry)} />
        <CopyButton key={entry.id} label={labels.copy} text={() => JSON.stringify(entry, undefined, 2)} />
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
      <div
        key={entry.id}
        className="tailrace-details-body"
        tabIndex={0}
        role="group"
        aria-label={labels.details}
      >
        <p className="tailrace-details-message" dir="auto">
          {entry.message}
        </p>
        {props.children}
        <EntryTimes entry={entry} style={time} />
        {entry.error && (
          <section aria-label={labels.error}>
            <h3>{labels.error}</h3>
            <ErrorChain error={entry.error} resolveFrame={resolveFrame} />
          </section>
        )}
        <section aria-label={labels.fields}>
          <h3>{labels.fields}</h3>
          <JsonTree value={entry} label={labels.fields} onFilter={onFilter} />
        </section>
        <section aria-label={labels.context}>
          <h3>{labels.context}</h3>
          <EntryContext entry={entry} load={loadContext} style={time} />
        </section>
      </div>
    </aside>
  );
}

function CopyButton({ label, text }: { label: string; text: () => string }) {
  const labels = usePartLabels();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
  };
  return (
    <button type="button" className="tailrace-link" onClick={() => void copy()}>
      {copied ? labels.copied : label}
    </button>
  );
}
