import { makeLogger, type Logger } from '../Logger.ts';
import type { LoggerStatus } from '../LoggerStatus.ts';
import type { LogPipeline } from '../LogPipeline.ts';
import { plainPrinter } from '../printing/plain.ts';
import { createSelfReport } from '../selfReport.ts';

const STATUS: LoggerStatus = {
  session: '',
  emitted: 0,
  persisted: 0,
  queued: 0,
  sent: 0,
  dropped: {},
  storage: 'memory',
  shipping: 'off',
  delivery: { state: 'idle' },
};

/** Takes entries and does nothing. */
const nowhere: LogPipeline = {
  options: {
    url: undefined,
    key: undefined,
    source: '',
    logger: '',
    level: 'critical',
    context: {},
    resource: undefined,
    redact: (line) => line,
    printer: plainPrinter,
    processor: undefined,
    paused: true,
    report: () => {},
    transport: undefined,
    openStorage: undefined,
  },
  write: () => {},
  readStatus: () => STATUS,
  onStatus: () => () => {},
  flush: () => Promise.resolve(STATUS),
  persisted: () => Promise.resolve(),
  pause: () => {},
  resume: () => {},
  forget: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

let logger: Logger | undefined;

/** The logger of components outside of a provider, for a missing provider must not break the app. */
export function noLogger(): Logger {
  if (!logger) {
    logger = makeLogger(nowhere, '', {});
    createSelfReport(undefined)('useLogger is used outside of a LoggerProvider: nothing is logged.');
  }
  return logger;
}
