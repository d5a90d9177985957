import { createSessionId, type LogLine } from '@tailrace/protocol';
import type { NewEntry, NewSegment } from '../src/store/LogStore.ts';

/** An entry with what is required, and more if given. */
export function logLine(seq: number, fields: Partial<LogLine> = {}): LogLine {
  return {
    seq,
    timestamp: '2026-11-20T10:30:00.000Z',
    level: 'info',
    source: 'checkout',
    message: `Entry ${seq}`,
    ...fields,
  };
}

export function newEntry(entry: LogLine): NewEntry {
  return { line: JSON.stringify(entry), entry };
}

/** A checked segment, as the store gets it. */
export function newSegment(entries: readonly LogLine[], fields: Partial<NewSegment> = {}): NewSegment {
  return {
    tenant: 'main',
    session: createSessionId(),
    receivedAt: Date.parse('2026-11-20T10:30:01.000Z'),
    emitted: entries.at(-1)?.seq ?? 0,
    dropped: [],
    resource: undefined,
    entries: entries.map(newEntry),
    ...fields,
  };
}

/** Numbers from 1. */
export function seqs(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
