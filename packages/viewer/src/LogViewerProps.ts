import type { LogEntry } from '@tailrace/protocol';
import type { ReactNode } from 'react';
import type { LoadContext } from './details/EntryContext.tsx';
import type { ResolveFrame } from './details/stack/StackFrame.ts';
import type { Density } from './hooks/useListLook.ts';
import type { FieldValue, NarrowMode } from './filter/narrowFilter.ts';
import type { LogViewerLabels } from './labels.ts';
import type { LogFeed } from './LogFeed.ts';
import type { LogStreamingService } from './stream/LogStreamingService.ts';
import type { TimeStyle } from './time/TimeStyle.ts';

export interface LogViewerProps {
  /** Where the entries come from; for tokens and other options, and to share one connection. */
  readonly service?: LogStreamingService;
  /** The server's address, where no service is given. Viewers of one address share a connection. @default '/' */
  readonly url?: string;
  /** What fills the buffer, where the page holds it: it opens, filters and closes it itself. */
  readonly feed?: LogFeed;
  /** In the filter language: the scope of this viewer, which its user can narrow and not leave. */
  readonly filter?: string;
  /** What the user narrows it to, in the filter language, where the page holds that. */
  readonly query?: string;
  readonly onQueryChange?: (query: string) => void;
  /** Shows this job run only. */
  readonly jobRunId?: string;
  /** How many stored entries to begin with, at most 10,000. @default `maxEntries` */
  readonly last?: number;
  /** Entries to keep; the oldest go first. @default 1000 */
  readonly maxEntries?: number;
  /** Entries to show until the server answers, and in what a server renders. */
  readonly initialEntries?: readonly LogEntry[];
  /** Of the whole viewer: pixels, or a CSS length. @default 480 */
  readonly height?: number | string;
  /** Keeps the newest entry in view, until the user scrolls up. @default true */
  readonly autoScroll?: boolean;
  /** Whether new entries are held back, where the page holds that. */
  readonly paused?: boolean;
  readonly onPausedChange?: (paused: boolean) => void;
  /** The entry whose details are shown, by its id, where the page holds that; `''` is none. */
  readonly selectedId?: string;
  /** Told of the entry whose details are shown, and of none. */
  readonly onSelect?: (entry: LogEntry | undefined) => void;
  /** Told of a field's value in the details that is to be shown alone, or hidden. @default narrows `query` */
  readonly onFilterField?: (field: string, value: FieldValue, mode: NarrowMode) => void;
  /** Somebody wants to see all that `feed` leaves out; given while there is such. */
  readonly onClearFilter?: (() => void) | undefined;
  /** How tall rows are: 20, 24 or 28 pixels; the user can change that. @default 'normal' */
  readonly density?: Density;
  /** Whether long messages begin on several lines; the user can change that. @default false */
  readonly wrap?: boolean;
  /** Whether runs of the same entry begin as one row; the user can change that. @default false */
  readonly grouped?: boolean;
  /**
   * How times are written at first: `local`, `utc`, `relative`, or a zone such as `Europe/Vienna`.
   * @default 'local'
   */
  readonly time?: TimeStyle;
  /**
   * Columns to begin with: `time`, `level`, `source`, `logger`, and any field, such as `user_id`. The message
   * is always there. @default ['time', 'level', 'source', 'message']
   */
  readonly columns?: readonly string[];
  /** Whether there are a filter box and buttons. @default true */
  readonly toolbar?: boolean;
  /** What stands at the end of the toolbar. */
  readonly renderToolbarEnd?: () => ReactNode;
  /** What stands above an entry's own details. */
  readonly renderDetails?: (entry: LogEntry) => ReactNode;
  /** Finds the original of a stack frame, with a source map say; each is asked for once. */
  readonly resolveFrame?: ResolveFrame;
  /** Fetches what stands around an entry. @default asks the server */
  readonly loadContext?: LoadContext;
  /** The address of an entry. @default the page's own, with `#entry=<id>` */
  readonly permalink?: (entry: LogEntry) => string;
  /** `auto` is what the nearest `data-theme`, or else the system, says. @default 'auto' */
  readonly theme?: 'light' | 'dark' | 'auto';
  readonly className?: string;
  /** Words to use in place of the English ones. */
  readonly labels?: Partial<LogViewerLabels>;
}

/** What a page can do to a viewer, by its `ref`. */
export interface LogViewerHandle {
  /** Goes to the newest entry and keeps it in view. */
  scrollToEnd(): void;
  /** Goes to an entry. @returns false where it is not among those that are there */
  scrollToEntry(id: string): boolean;
  /** Looks for a text among the messages that are there. */
  search(text: string): void;
  /** Holds new entries back. */
  pause(): void;
  resume(): void;
  /** Forgets what is there; the server keeps it. */
  clear(): void;
  /** The entries that are chosen, in the order in which they stand. */
  getSelection(): readonly LogEntry[];
}
