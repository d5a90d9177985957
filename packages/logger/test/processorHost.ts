import type { LogProcessorHost } from '../src/LogProcessor.ts';
import type { LogRecord } from '../src/LogRecord.ts';

/** A host that keeps what a processor logs. */
export function processorHost(more: Partial<LogProcessorHost> = {}): {
  readonly host: LogProcessorHost;
  readonly emitted: { readonly record: LogRecord; readonly logger: string | undefined }[];
} {
  const emitted: { record: LogRecord; logger: string | undefined }[] = [];
  const host: LogProcessorHost = {
    session: '0123456789abcdef',
    url: undefined,
    key: undefined,
    source: 'till',
    isPaused: () => false,
    report: () => {},
    emit: (record, logger) => emitted.push({ record, logger }),
    ...more,
  };
  return { host, emitted };
}
