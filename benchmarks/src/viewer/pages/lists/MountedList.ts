import type { LogEntry } from '@tailrace/protocol';

/** Entries that a list keeps, where it can be told. */
export const CAPACITY = 10_000;
export const LIST_HEIGHT = 600;

/** A list on the page, as an app would feed it. */
export interface MountedList {
  /** Selects the element that scrolls. */
  readonly scroller: string;
  /** Selects the rows within it. */
  readonly row: string;
  /** Takes a frame as it comes over the wire, but for its beginning; see `formatFrame`. */
  append(frame: string): void;
}

/** Puts a list into an element, empty, and following its end. */
export type MountList = (root: HTMLElement) => Promise<MountedList>;

/** What an app does that streams into a list of somebody else. */
export function entriesOf(frame: string): readonly LogEntry[] {
  return (JSON.parse(`{${frame}`) as { entries: readonly LogEntry[] }).entries;
}

/** A line of text, for lists that know nothing else. */
export function lineOf({ timestamp, level, source, message }: LogEntry): string {
  return `${timestamp} ${level} ${source} ${message}`;
}
