import { memo } from 'react';
import { useLabels } from '../labels.ts';
import type { EntryRow, GapRow, LogRow as Row } from '../stream/LogBuffer.ts';
import { formatTime } from './formatTime.ts';
import { Icon } from './Icon.tsx';
import { LevelMark } from './LevelMark.tsx';

export interface LogRowProps {
  readonly row: Row;
  /** Pixels from the top of the list's content. */
  readonly top: number;
  /** Place among all rows, from 1. */
  readonly ordinal: number;
  readonly id: string;
  readonly selected: boolean;
  readonly onOpen: (row: Row) => void;
}

/** One line of the list. */
export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { row, top, ordinal, id, selected } = props;
  const common = {
    id,
    role: 'row',
    'aria-rowindex': ordinal,
    'aria-selected': selected,
    style: { transform: `translateY(${top}px)` },
  };
  if (row.kind === 'gap') return <GapLine row={row} common={common} />;
  return row.kind === 'entry' && <EntryLine row={row} common={common} onOpen={props.onOpen} />;
});

type Common = Readonly<Record<string, unknown>>;

interface EntryLineProps {
  readonly row: EntryRow;
  readonly common: Common;
  readonly onOpen: (row: Row) => void;
}

function EntryLine({ row, common, onOpen }: EntryLineProps) {
  const { entry } = row;
  const { level, source, logger, message, error } = entry;
  // Most loggers repeat the error's message as the entry's.
  const newsOfError =
    error && !message.includes(error.message) ? `${error.name}: ${error.message}` : undefined;
  return (
    // Keys are the list's: it is one stop of the Tab key, and its rows are none.
    <div
      {...common}
      className="tailrace-row"
      data-level={level}
      data-entry-id={entry.id}
      data-cursor={entry.cursor}
      onClick={() => onOpen(row)}
    >
      <time role="gridcell" className="tailrace-time" dateTime={entry.timestamp} title={entry.timestamp}>
        {formatTime(row.time)}
      </time>
      <span role="gridcell">
        <LevelMark level={level} />
      </span>
      <span role="gridcell" className="tailrace-source" title={logger ? `${source} ${logger}` : source}>
        {isWithin(logger, source) ? logger : source}
        {logger && !isWithin(logger, source) && <span className="tailrace-logger">{logger}</span>}
      </span>
      <span role="gridcell" className="tailrace-message">
        {message}
        {newsOfError && <span>{newsOfError}</span>}
      </span>
    </div>
  );
}

/** Loggers are often named after their source: `shop.cart` of `shop` says it all. */
function isWithin(logger: string | undefined, source: string): boolean {
  return logger === source || (logger?.startsWith(`${source}.`) ?? false);
}

function GapLine({ row, common }: { row: GapRow; common: Common }) {
  const { gap } = useLabels();
  return (
    <div {...common} className="tailrace-row tailrace-gap">
      <span role="gridcell" className="tailrace-gap-text">
        <Icon name="gap" />
        {gap(row.gap.count, row.gap.reason)}
      </span>
    </div>
  );
}
