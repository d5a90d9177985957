import type { GapReason } from '@tailrace/protocol';
import type { AnalysisQueue } from '../analysis/AnalysisQueue.ts';
import type { ServerLog } from '../ServerLog.ts';
import type { RuntimeLevels } from '../settings/RuntimeLevels.ts';
import type { LogStore } from '../store/LogStore.ts';
import type { LiveFeed } from './LiveFeed.ts';
import type { PlainPrinter } from './PlainPrinter.ts';
import type { SharedCounts } from './SharedCounts.ts';

/** What all streams of a server share. */
export interface StreamSources {
  readonly store: LogStore;
  readonly feed: LiveFeed;
  readonly counts: SharedCounts;
  readonly analyses: AnalysisQueue;
  readonly printer: PlainPrinter;
  readonly levels: RuntimeLevels;
  /** Entries that a stream begins with which cannot be resumed where it asks. */
  readonly bufferSize: number;
  readonly log: ServerLog;
  /** Told how many entries a subscriber was told of in place of getting them. */
  readonly onGap?: (count: number, reason: GapReason) => void;
}
