import type { DropReason, IngestReply } from '@tailrace/protocol';
import type { LogProcessor, LogProcessorHost } from '../LogProcessor.ts';
import type { LogRecord } from '../LogRecord.ts';
import type { SelfReport } from '../selfReport.ts';

/** All processors of a logger as one, which never throws. */
export interface ProcessorChain {
  start(host: LogProcessorHost): void;
  /** Asks one after the other, until one refuses. */
  ask(record: LogRecord, logger: string): DropReason | 'off' | undefined;
  readonly onLine: (line: string, record: LogRecord) => void;
  readonly onReply: (reply: IngestReply) => void;
  stop(): void;
}

/** Makes a chain. What a processor throws is reported, and the others go on. */
export function createProcessorChain(given: readonly LogProcessor[], report: SelfReport): ProcessorChain {
  const processors = Array.isArray(given) ? (given as LogProcessor[]).filter(Boolean) : [];
  const askers = processors.filter(({ onEmit }) => onEmit);
  const watchers = processors.filter(({ onLine }) => onLine);
  let stops: (() => void)[] = [];
  let isShowing = false;

  const failed = (error: unknown) => report('a processor failed; the others go on without it.', error);
  const each = <T>(items: readonly T[], call: (item: T) => void) => {
    for (const item of items) {
      try {
        call(item);
      } catch (error) {
        failed(error);
      }
    }
  };

  return {
    start(host) {
      each(processors, (processor) => stops.push(processor.start?.(host) ?? (() => {})));
    },
    // No `each` here: this runs for every call of the logger, and must not allocate.
    ask(record, logger) {
      for (let index = 0; index < askers.length; index += 1) {
        try {
          const refusal = askers[index]!.onEmit!(record, logger);
          if (refusal) return refusal;
        } catch (error) {
          failed(error);
        }
      }
      return undefined;
    },
    onLine(line, record) {
      if (isShowing) return;
      isShowing = true;
      each(watchers, (watcher) => watcher.onLine!(line, record));
      isShowing = false;
    },
    onReply: (reply) => each(processors, (processor) => processor.onReply?.(reply)),
    stop() {
      each(stops, (stop) => stop());
      stops = [];
    },
  };
}
