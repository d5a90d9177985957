import type { LogEntry } from '@tailrace/protocol';

/** What columns say of an entry, unless it has it in a form that they cannot give back. */
export interface EntryFacts {
  readonly id: boolean;
  readonly timestamp: boolean;
  readonly cursor: boolean;
}

type Fields = Record<string, unknown>;

/** @returns the JSON of what no column holds, `''` when that is nothing */
export function packDetails(entry: LogEntry, facts: EntryFacts): string {
  const details: Fields = {};
  let empty = true;
  for (const name in entry) {
    switch (name) {
      case 'level':
      case 'source':
      case 'message':
        continue;
      case 'id':
      case 'session':
      case 'seq':
        if (facts.id) continue;
        break;
      case 'timestamp':
        if (facts.timestamp) continue;
        break;
      case 'cursor':
        if (facts.cursor) continue;
        break;
      case 'logger':
        if (typeof entry.logger === 'string') continue;
        break;
      // Would be taken for the prototype below.
      case '__proto__':
        continue;
      default:
    }
    details[name] = entry[name as keyof LogEntry];
    empty = false;
  }
  return empty ? '' : JSON.stringify(details);
}

/** Puts an entry together again. */
export function unpackEntry(
  facts: Pick<LogEntry, 'session' | 'seq' | 'level' | 'source' | 'message'> & {
    readonly time: number;
    readonly position: number;
    readonly epoch: string;
    readonly logger: string;
    readonly id: string;
  },
  details: string,
): LogEntry {
  const { id, session, seq, time, epoch, position, level, source, logger, message } = facts;
  const rest = details === '' ? undefined : (JSON.parse(details) as Partial<LogEntry>);
  return {
    id,
    session,
    seq,
    timestamp: rest?.timestamp ?? new Date(time).toISOString(),
    level,
    source,
    ...(logger !== '' && { logger }),
    message,
    cursor: `${epoch}.${position}`,
    ...rest,
  } as LogEntry;
}
