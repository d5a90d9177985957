import type { LogEntry } from '@tailrace/protocol';

/** What stands around an entry, in the order of time. */
export interface EntryContext {
  readonly before: readonly LogEntry[];
  readonly after: readonly LogEntry[];
}
