import { expect, it, vi } from 'vitest';
import { createLogger } from '../createLogger.ts';
import type { LogLine } from '@tailrace/protocol';
import type { LogProcessor } from '../LogProcessor.ts';
import { arraySink } from './arraySink.ts';
import { callSink, type SinkEntry } from './callSink.ts';
import { consoleSink, type ConsoleMethods } from './consoleSink.ts';

const SECRET = ['4111', '1111', '1111', '1111'].join(' ');

function makeLogger(...processors: LogProcessor[]) {
  const onError = vi.fn<(error: Error) => void>();
  const logger = createLogger({ url: '', key: 'k', source: 'till', processors, onError });
  onError.mockClear();
  return { logger, onError };
}

function recordingConsole() {
  const calls: unknown[][] = [];
  const to =
    (method: string) =>
    (...args: unknown[]) =>
      void calls.push([method, ...args]);
  const target: ConsoleMethods = {
    debug: to('debug'),
    info: to('info'),
    warn: to('warn'),
    error: to('error'),
  };
  return { target, calls };
}

it('an array gets the entries that were let through, as they are stored', () => {
  const entries: LogLine[] = [];
  const { logger } = makeLogger(
    { onEmit: ({ level }) => (level === 'debug' ? 'off' : undefined) },
    arraySink(entries),
  );
  logger.debug('out');
  logger.child('cart').info('in', { card: SECRET });
  expect(entries).toMatchObject([{ seq: 1, level: 'info', logger: 'cart', message: 'in' }]);
  expect(JSON.stringify(entries)).not.toContain(SECRET);
});

it('a function gets the line, and the entry when it looks', () => {
  const seen: SinkEntry[] = [];
  const { logger } = makeLogger(callSink((entry) => seen.push(entry)));
  const parse = vi.spyOn(JSON, 'parse');
  logger.error('Payment failed', { amount: 12 });
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
  const [{ level, line, entry }] = seen as [SinkEntry];
  expect([level, entry.metadata]).toEqual(['error', { amount: 12 }]);
  expect(entry).toBe(seen[0]!.entry);
  expect(JSON.parse(line)).toEqual(entry);
});

it('a sink that throws costs no entry, hinders no other sink, and is told of once', () => {
  const entries: LogLine[] = [];
  const { logger, onError } = makeLogger(
    callSink(() => {
      throw new Error('full');
    }),
    arraySink(entries),
  );
  for (let n = 0; n < 3; n += 1) logger.error('x');
  expect(entries).toHaveLength(3);
  expect(logger.status).toMatchObject({ emitted: 3, queued: 3, dropped: {} });
  expect(onError).toHaveBeenCalledTimes(1);
  expect(onError.mock.calls[0]![0].cause).toMatchObject({ message: 'full' });
});

it('processors that throw wherever they can leave the logger as it is', () => {
  const fail = () => {
    throw new Error('broken');
  };
  const stop = vi.fn<() => void>();
  const { logger } = makeLogger(
    { start: fail, onEmit: fail, onLine: fail, onReply: fail },
    { start: () => fail },
    undefined as unknown as LogProcessor,
    { start: () => stop },
  );
  logger.info('x');
  expect(logger.status).toMatchObject({ emitted: 1, queued: 1, dropped: {} });
  void logger.close();
  expect(stop).toHaveBeenCalledTimes(1);
});

it('a sink that logs makes no circle', () => {
  const { logger } = makeLogger(callSink(({ entry }) => logger.info(`seen: ${entry.message}`)));
  logger.info('x');
  expect(logger.status).toMatchObject({ emitted: 2, queued: 2, dropped: {} });
});

it('levels are compared for `log` and `emit` as for the level methods', () => {
  const entries: LogLine[] = [];
  const logger = createLogger({
    url: '',
    key: 'k',
    source: 's',
    level: 'warning',
    processors: [arraySink(entries)],
    onError: () => {},
  });
  logger.log('info', 'out');
  logger.emit({ message: 'out' });
  logger.log('critical', 'in');
  logger.emit({ level: 'warning', message: 'in' });
  expect(entries.map(({ message }) => message)).toEqual(['in', 'in']);
  expect(logger.status.emitted).toBe(2);
});

it('the console gets JSON lines, by the method of the level', () => {
  const { target, calls } = recordingConsole();
  const { logger } = makeLogger(consoleSink({ console: target }));
  for (const level of ['debug', 'info', 'warning', 'error', 'critical'] as const) logger.log(level, 'x');
  expect(calls.map(([method]) => method)).toEqual(['debug', 'info', 'warn', 'error', 'error']);
  expect(calls.map(([, line]) => (JSON.parse(line as string) as LogLine).seq)).toEqual([1, 2, 3, 4, 5]);
});

it('the pretty console has the message whole, the data as objects, and secrets only when asked for', () => {
  const { target, calls } = recordingConsole();
  const given = { card: SECRET, items: [{ sku: 'kettle' }] };
  const { logger } = makeLogger(consoleSink({ pretty: true, console: target }));
  logger.child('cart').warning('100%c sure', given);
  logger.error('failed', { error: new TypeError('no', { cause: 'disk' }) });
  const [[method, format, , level, , name, , message, data], failed] = calls as [unknown[], unknown[]];
  expect([method, format, level, name, message]).toEqual([
    'warn',
    '%c%s%c %s%c %s',
    'WARNING',
    'cart',
    '100%c sure',
  ]);
  expect(data).toMatchObject({ items: [{ sku: 'kettle' }] });
  expect(data).not.toBe(given);
  expect(JSON.stringify(calls)).not.toContain(SECRET);
  expect(failed.at(-2)).toMatch(/^\nTypeError: no\n +at /);
  expect(failed.at(-1)).toMatchObject({ message: 'disk' });

  const live = recordingConsole();
  makeLogger(consoleSink({ pretty: true, originals: true, console: live.target })).logger.info('x', given);
  expect(live.calls[0]!.at(-1)).toBe(given);
});
