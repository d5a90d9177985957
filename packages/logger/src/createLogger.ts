import { SEVERITY_NUMBERS } from '@tailrace/protocol';
import { makeLogger, type Logger } from './Logger.ts';
import { resolveOptions, type LoggerOptions } from './LoggerOptions.ts';
import { createLogPipeline } from './LogPipeline.ts';
import { openIndexedDb } from './queue/indexedDb.ts';
import { createSelfReport } from './selfReport.ts';
import { createFetchTransport } from './transport/fetch.ts';

/**
 * Makes a logger. Its entries wait in IndexedDB until the server has stored them; one tab sends for all tabs
 * of the origin. In Node it keeps them in memory, and never keeps the process alive.
 *
 * It never throws: what is wrong with the options is told to `onError`, once, and done without.
 *
 * @example
 * const logger = createLogger({ url: 'https://logs.example.com', key: 'trk_ingest_…', source: 'checkout' });
 * logger.info('Order placed', { total: 1200 });
 */
export function createLogger(options: LoggerOptions): Logger {
  const report = createSelfReport(options?.onError);
  const resolved = resolveOptions(options, report);
  const { url, key, source, level, logger, context } = resolved;
  const pipeline = createLogPipeline({
    ...resolved,
    report,
    transport: url ? createFetchTransport({ url, key }) : undefined,
    openStorage: globalThis.indexedDB && openIndexedDb,
  });
  return makeLogger({ pipeline, source, threshold: SEVERITY_NUMBERS[level] }, logger, context);
}
