import type { LogEntry } from '@tailrace/protocol';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { formatDuration } from '../panel/formatDuration.ts';
import type { TraceLayout, TraceRow } from './layOutTrace.ts';
import { wholeWindow, windowAround } from './TimeWindow.ts';
import { TraceAxis } from './TraceAxis.tsx';
import { TraceDetails } from './TraceDetails.tsx';
import type { TraceViewLabels } from './traceLabels.ts';
import { TraceStep } from './TraceStep.tsx';
import { useTraceKeys } from './useTraceKeys.ts';

interface WaterfallProps {
  readonly title: string;
  readonly layout: TraceLayout;
  readonly labels: TraceViewLabels;
  readonly note: string | undefined;
  readonly onOpen: ((entry: LogEntry) => void) | undefined;
}

/** The drawn trace, with what is selected in it and how far it is zoomed. */
export function Waterfall({ title, layout, labels, note, onOpen }: WaterfallProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<TraceRow>();
  const [isOpen, setIsOpen] = useState(false);
  const [zoomed, setZoomed] = useState<TraceRow>();
  const window = zoomed ? windowAround(zoomed, layout.duration) : wholeWindow(layout.duration);
  const idOf = (row: TraceRow) => `${id}-${row.entry.id}`;

  const open = useCallback(
    (row: TraceRow) => {
      setCurrent(row);
      setIsOpen(true);
      onOpen?.(row.entry);
    },
    [onOpen],
  );
  const close = () => {
    setIsOpen(false);
    list.current?.focus();
  };
  const onKeyDown = useTraceKeys({
    rows: layout.rows,
    current,
    isOpen,
    onGoTo: setCurrent,
    onOpen: () => current && open(current),
    onClose: close,
    onZoom: () => setZoomed(current),
    onWhole: () => setZoomed(undefined),
  });
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  return (
    <>
      <div className="tailrace-panel-head">
        <h2 className="tailrace-trace-title">{title}</h2>
        <p className="tailrace-panel-facts">
          <b>{formatDuration(layout.duration)}</b>
          <span>{labels.count(layout.rows.length)}</span>
          <span>{labels.sources(layout.groups.length)}</span>
          {layout.errors > 0 && <span data-level="error">{labels.errors(layout.errors)}</span>}
        </p>
        {zoomed && (
          <span className="tailrace-panel-end">
            <button type="button" className="tailrace-action" onClick={() => setZoomed(undefined)}>
              {labels.whole}
            </button>
          </span>
        )}
      </div>
      <TraceAxis window={window} />
      <div
        ref={list}
        className="tailrace-trace-list"
        role="listbox"
        aria-label={labels.steps}
        tabIndex={0}
        {...(current && { 'aria-activedescendant': idOf(current) })}
        onKeyDown={onKeyDown}
      >
        {layout.groups.map((group) => (
          <div key={group.source} role="group" aria-label={group.source}>
            <div className="tailrace-trace-source" aria-hidden="true">
              <b>{group.source}</b>
              <span>{formatDuration(group.duration)}</span>
              {group.errors > 0 && <span data-level="error">{labels.errors(group.errors)}</span>}
            </div>
            {group.rows.map((row) => (
              <TraceStep
                key={row.entry.id}
                id={idOf(row)}
                row={row}
                window={window}
                isCurrent={row === current}
                labels={labels}
                onOpen={open}
                onZoom={setZoomed}
              />
            ))}
          </div>
        ))}
      </div>
      {note !== undefined && <p className="tailrace-panel-stale">{note}</p>}
      {isOpen && current && (
        <TraceDetails row={current} labels={labels} onZoom={() => setZoomed(current)} onClose={close} />
      )}
    </>
  );
}
