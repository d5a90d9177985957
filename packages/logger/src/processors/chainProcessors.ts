import type { LogProcessor } from '../LogProcessor.ts';
import type { SelfReport } from '../selfReport.ts';

/**
 * Makes one processor of many: an entry is asked for by one after the other until one refuses. It never throws; what
 * a processor throws is reported, and the others go on.
 */
export function chainProcessors(
  given: readonly LogProcessor[] | undefined,
  report: SelfReport,
): LogProcessor {
  const processors = Array.isArray(given) ? (given as LogProcessor[]).filter(Boolean) : [];
  const askers = processors.filter(({ onEmit }) => onEmit);
  const watchers = processors.filter(({ onLine }) => onLine);
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
      const stops: (() => void)[] = [];
      each(processors, (processor) => stops.push(processor.start?.(host) ?? (() => {})));
      return () => each(stops, (stop) => stop());
    },
    // No `each` here: this runs for every call of the logger, and must not allocate.
    onEmit(record, logger) {
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
  };
}
