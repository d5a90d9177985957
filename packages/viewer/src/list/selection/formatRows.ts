import type { RowSource } from '../RowSource.ts';
import type { LogRow } from '../../stream/buffer/LogRow.ts';
import { SGR } from '../text/sgr.ts';
import type { CopyFormat } from './copyFormats.ts';
import type { RowRange } from './RowSelection.ts';

/**
 * Writes rows as text (one line each, where messages have one), as NDJSON, or as a table in Markdown.
 *
 * @param describe what is written for a row that is not an entry
 */
export function formatRows(
  source: RowSource,
  { first, last }: RowRange,
  format: CopyFormat,
  describe: (row: LogRow) => string,
): string {
  const rows = Array.from({ length: last - first + 1 }, (_, at) => source.get(first + at));
  const lines = rows.filter((row) => row !== undefined).map((row) => formatRow(row, format, describe));
  const head =
    format === 'markdown' ? ['| Time | Level | Source | Message |', '| --- | --- | --- | --- |'] : [];
  return [...head, ...lines].join('\n');
}

function formatRow(row: LogRow, format: CopyFormat, describe: (row: LogRow) => string): string {
  if (row.kind !== 'entry') {
    if (format === 'ndjson') {
      const { kind, time, ...rest } = row;
      return JSON.stringify({ kind, time: new Date(time).toISOString(), ...rest });
    }
    return format === 'text' ? `--- ${describe(row)} ---` : `| | | | *${cellText(describe(row))}* |`;
  }
  const { entry } = row;
  if (format === 'ndjson') return JSON.stringify(entry);
  // Nobody wants colour sequences in a mail.
  const message = entry.message.replaceAll(SGR, '');
  if (format === 'text') return `${entry.timestamp} ${entry.level.toUpperCase()} ${entry.source} ${message}`;
  return `| ${[entry.timestamp, entry.level, entry.source, message].map(cellText).join(' | ')} |`;
}

function cellText(text: string): string {
  return text.replaceAll(/[\\|<>`*_[\]]/g, String.raw`\$&`).replaceAll(/\r?\n/g, '<br>');
}
