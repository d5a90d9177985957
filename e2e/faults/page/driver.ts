// First, so that it sees all that the logger does.
import { storageFacts } from './observeIndexedDb.ts';
import { ERROR_EVERY } from './numbering.ts';
import { createLogger, type Logger, type LoggerStatus } from '@tailrace/logger';

declare global {
  interface Window {
    driver: Driver;
  }
}

/** Milliseconds within which an entry may be in memory alone, as DESIGN.md has it. */
const GATHER_MS = 50;

/** How a page's logger is opened. */
export interface OpenOptions {
  readonly load: number;
  readonly url: string;
  readonly key: string;
}

/** What a page knows of one of its loggers. */
export interface LoadReport {
  readonly load: number;
  readonly session: string;
  /** Calls made so far; the last one's number. */
  readonly emitted: number;
  /** Whether entries carry their number in the message. */
  readonly isNumbered: boolean;
  /** Entries up to this number are older than the gathering time: by a timer of the page, begun after the call. */
  readonly due: number;
  /** Numbers that a completed transaction has put. */
  readonly confirmed: readonly number[];
  readonly aborted: Readonly<Record<string, number>>;
  /** Calls of the logger that threw. */
  readonly thrown: number;
  readonly status: LoggerStatus;
}

interface Load {
  readonly logger: Logger;
  emitted: number;
  isNumbered: boolean;
  due: number;
  thrown: number;
  timer?: ReturnType<typeof setInterval>;
}

const loads = new Map<number, Load>();

function open({ load, url, key }: OpenOptions): string {
  const logger = createLogger({ url, key, source: 'faults', onError: () => undefined });
  loads.set(load, { logger, emitted: 0, isNumbered: true, due: 0, thrown: 0 });
  return logger.status.session;
}

/** Logs in one task. */
function log(load: number, count: number, padding = ''): number {
  const state = loads.get(load)!;
  for (let index = 0; index < count; index += 1) {
    const n = (state.emitted += 1);
    const level = n % ERROR_EVERY === 0 ? 'error' : 'info';
    attempt(state, () => state.logger[level](`fault ${load}/${n}`, padding ? { padding } : { n }));
  }
  const { emitted } = state;
  setTimeout(() => (state.due = Math.max(state.due, emitted)), GATHER_MS);
  return emitted;
}

function attempt(state: Load, call: () => void): void {
  try {
    call();
  } catch {
    state.thrown += 1;
  }
}

function report(load: number): LoadReport {
  const { logger, emitted, isNumbered, due, thrown } = loads.get(load)!;
  return {
    load,
    session: logger.status.session,
    emitted,
    isNumbered,
    due,
    thrown,
    confirmed: [...(storageFacts.confirmed.get(load) ?? [])],
    aborted: storageFacts.aborted,
    status: logger.status,
  };
}

/** Tells the harness before the page goes on: its answer is waited for in this very task. */
function tell(path: '/report' | '/die'): void {
  const request = new XMLHttpRequest();
  request.open('POST', path, false);
  request.send(JSON.stringify([...loads.keys()].map(report)));
}

const driver = {
  open,
  log,
  report,
  reports: () => [...loads.keys()].map(report),
  /** Logs one entry again and again, until `stop` or the end of the page. */
  start(load: number, everyMs: number): void {
    loads.get(load)!.timer = setInterval(() => log(load, 1), everyMs);
  },
  stop(): void {
    for (const { timer } of loads.values()) clearInterval(timer);
  },
  /** Logs, and reports in the same task. What follows is the harness's: a reload, the tab's end. */
  lastTask(count: number): void {
    driver.stop();
    for (const load of loads.keys()) log(load, count);
    tell('/report');
  },
  /** Logs an error and what comes after it, and is killed in the same task: the harness does not answer. */
  die(count: number): void {
    driver.stop();
    for (const [load, { emitted }] of loads) log(load, ERROR_EVERY - (emitted % ERROR_EVERY) + count);
    tell('/die');
  },
  /** Logs when the page goes away; the harness is told now how many that will be. */
  logOnLeave(load: number, count: number): void {
    const state = loads.get(load)!;
    addEventListener('pagehide', () => log(load, count), { once: true });
    state.emitted += count;
    tell('/report');
    state.emitted -= count;
  },
  async flush(load: number): Promise<LoggerStatus> {
    return await loads.get(load)!.logger.flush();
  },
  /** Sets the page's clock. @returns by how many milliseconds it is off now */
  shiftClock(ms: number): number {
    const RealDate = Date;
    const now = () => RealDate.now() + ms;
    globalThis.Date = new Proxy(RealDate, {
      construct: (target, args: []) => (args.length > 0 ? new target(...args) : new target(now())),
      get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
    });
    return Date.now() - RealDate.now();
  },
  /** Calls a logger with whatever it is given. */
  hostileCall(load: number, call: (logger: Logger) => void): void {
    const state = loads.get(load)!;
    state.isNumbered = false;
    state.emitted += 1;
    attempt(state, () => call(state.logger));
  },
};

export type Driver = typeof driver;
window.driver = driver;
