import { makeLogger, type Logger } from './Logger.ts';
import { resolveOptions, type LoggerOptions } from './LoggerOptions.ts';
import { createLogPipeline } from './LogPipeline.ts';
import { openIndexedDb } from './queue/indexedDb.ts';
import { createSelfReport } from './selfReport.ts';
import { createFetchTransport } from './transport/fetch.ts';

/**
 * Makes a logger that redacts only by what it is given as `redact`.
 *
 * It never throws: what is wrong with the options is told to `onError`, once, and done without.
 *
 * @example
 * import { createCoreLogger } from '@tailrace/logger/core';
 * const logger = createCoreLogger({ url: 'https://logs.example.com', key: 'trk_ingest_…', source: 'checkout' });
 */
export function createCoreLogger(options: LoggerOptions): Logger {
  const report = createSelfReport(options?.onError);
  const resolved = resolveOptions(options, report);
  const { url, key, logger, context } = resolved;
  const pipeline = createLogPipeline({
    ...resolved,
    report,
    transport: url ? createFetchTransport({ url, key }) : undefined,
    openStorage: globalThis.indexedDB && openIndexedDb,
  });
  return makeLogger(pipeline, logger, context);
}
