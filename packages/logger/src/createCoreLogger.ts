import { makeLogger, type Logger } from './Logger.ts';
import { resolveOptions, type CoreLoggerOptions } from './LoggerOptions.ts';
import { createLogPipeline } from './LogPipeline.ts';
import { plainPrinter } from './printing/plain.ts';
import { openIndexedDb } from './queue/indexedDb.ts';
import { createSelfReport } from './selfReport.ts';
import { createFetchTransport } from './transport/fetch.ts';

/**
 * Makes a logger of the fewest bytes: it is as durable as that of `createLogger`, but redacts only by what it is
 * given as `redact`, prints odd values in less detail, and does without wrong options in silence.
 *
 * @example
 * import { createCoreLogger } from '@tailrace/logger/core';
 * const logger = createCoreLogger({ url: 'https://logs.example.com', key: 'trk_ingest_…', source: 'checkout' });
 */
export function createCoreLogger(options: CoreLoggerOptions): Logger {
  const resolved = resolveOptions(options, plainPrinter);
  const { url, key, logger, context } = resolved;
  const pipeline = createLogPipeline({
    ...resolved,
    report: createSelfReport(options?.onError),
    transport: url
      ? createFetchTransport({ url, key, compress: options.compress, defer: options.defer })
      : undefined,
    openStorage: globalThis.indexedDB && openIndexedDb,
  });
  return makeLogger(pipeline, logger, context);
}
