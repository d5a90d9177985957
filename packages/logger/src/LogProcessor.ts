import type { DropReason, IngestReply } from '@tailrace/protocol';
import type { LogRecord } from './LogRecord.ts';
import type { SelfReport } from './selfReport.ts';

/** What a processor may do to its logger. */
export interface LogProcessorHost {
  /** Identity of this logger and its children. */
  readonly session: string;
  /** Base URL of the server; `undefined` when nothing is sent. */
  readonly url: string | undefined;
  readonly key: string | undefined;
  /** The component or service that speaks; stands in for the name of a logger that has none. */
  readonly source: string;
  /** Whether nothing may be stored or sent at the moment: there is no consent. */
  readonly isPaused: () => boolean;
  /** Tells what is wrong, each kind of problem once. */
  readonly report: SelfReport;
  /** Logs without asking any processor, by the logger of this name; `onLine` sees it. */
  readonly emit: (record: LogRecord, logger?: string) => void;
}

/**
 * A step that every entry passes before it is made: it may refuse it, or look at it. It must not wait, and what it
 * throws is reported once and counts as consent.
 */
export interface LogProcessor {
  /** Is called once, when the logger begins. @returns what to do when it closes; what that logs is still sent */
  readonly start?: (host: LogProcessorHost) => (() => void) | undefined;
  /**
   * Decides on an entry. @returns nothing to let it through; `'off'` when it was never to be made, as below a
   * level; a reason when it counts as dropped
   */
  readonly onEmit?: (record: LogRecord, logger: string) => DropReason | 'off' | undefined;
  /**
   * Sees what was let through: the JSON line of the entry, redacted. What is logged meanwhile is sent, and not
   * seen by any processor, so that a place to write to which logs itself makes no circle.
   */
  readonly onLine?: (line: string, record: LogRecord) => void;
  /** Sees each of the server's answers that arrive in this tab. */
  readonly onReply?: (reply: IngestReply) => void;
}
