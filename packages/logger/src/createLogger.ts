import { sanitizeLine } from '@tailrace/protocol/sanitize';
import { createCoreLogger } from './createCoreLogger.ts';
import type { Logger } from './Logger.ts';
import type { LoggerOptions } from './LoggerOptions.ts';
import { carefulPrinter } from './printing/careful.ts';
import { chainProcessors } from './processors/chainProcessors.ts';
import { reportProblems } from './reportProblems.ts';
import { createSelfReport } from './selfReport.ts';
import { deferByFetchLater } from './transport/fetchLater.ts';
import { gzipOnSlowNetworks } from './transport/gzip.ts';

/**
 * Makes a logger. Its entries wait in IndexedDB until the server has stored them; one tab sends for all tabs
 * of the origin. In Node it keeps them in memory, and never keeps the process alive.
 *
 * Secrets and personal data are taken out of each entry before anything is stored. What counts as such is
 * changed by `redact: createSanitizer({ … }).sanitizeLine`.
 *
 * It never throws: what is wrong with the options is told to `onError`, once, and done without.
 *
 * @example
 * const logger = createLogger({ url: 'https://logs.example.com', key: 'trk_ingest_…', source: 'checkout' });
 * logger.info('Order placed', { total: 1200 });
 */
export function createLogger(options: LoggerOptions): Logger {
  const report = createSelfReport(options?.onError);
  reportProblems(options, report);
  const processor = chainProcessors(options?.processors, report);
  return createCoreLogger({
    redact: sanitizeLine,
    printer: carefulPrinter,
    compress: gzipOnSlowNetworks,
    defer: deferByFetchLater,
    ...options,
    processor,
  });
}
