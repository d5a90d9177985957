import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { linesLogged } from '../../test/linesLogged.ts';
import { createContextLogger } from './createContextLogger.ts';
import { bindLogContext, logContext } from './logContext.ts';
import { createScope } from './LogScope.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const TRACE_ID = /^[\da-f]{32}$/;
const SPAN_ID = /^[\da-f]{16}$/;

it('logs duration, status and metrics when an operation ends', async () => {
  const { logger, lines } = linesLogged();
  const result = await logContext(
    logger.child('shop'),
    'checkout',
    async (operation) => {
      operation.addMetric('nodes', 4);
      await Promise.resolve();
      vi.advanceTimersByTime(45.2);
      operation.addMetric('nodes', 5);
      operation.setContext({ user_id: '42' });
      operation.logger.debug('inside');
      return 'value';
    },
    { context: { request_id: 'r' } },
  );
  expect(result).toBe('value');
  const trace = { trace_id: expect.stringMatching(TRACE_ID), span_id: expect.stringMatching(SPAN_ID) };
  expect(lines).toMatchObject([
    { message: 'inside', level: 'debug', logger: 'shop' },
    { message: 'checkout', level: 'info', logger: 'shop', metadata: { nodes: 5 } },
  ]);
  expect(lines[0]!.trace).toEqual(trace);
  expect(lines[1]!.trace).toEqual({ ...lines[0]!.trace, execution_time_ms: 45.2, status: 'ok' });
  expect(lines[1]!.context).toEqual({ request_id: 'r', user_id: '42' });
});

it('logs a failure with what was measured until then, and throws the very same error', async () => {
  const { logger, lines } = linesLogged();
  const error = new TypeError('No');
  const failing = logContext(logger, 'checkout', async ({ addMetric }) => {
    addMetric('nodes', 5);
    vi.advanceTimersByTime(2);
    await Promise.resolve();
    throw error;
  });
  await expect(failing).rejects.toBe(error);
  const fail = () =>
    logContext(
      logger,
      'sync',
      () => {
        // oxlint-disable-next-line typescript/only-throw-error
        throw 'text';
      },
      { level: 'critical' },
    );
  expect(fail).toThrow('text');
  expect(lines).toMatchObject([
    {
      level: 'error',
      message: 'checkout',
      metadata: { nodes: 5 },
      error: { name: 'TypeError', message: 'No' },
      trace: { status: 'error', execution_time_ms: 2 },
    },
    { level: 'critical', message: 'sync', metadata: { error: 'text' }, trace: { status: 'error' } },
  ]);
});

it('returns what a synchronous function returns, at once', () => {
  const { logger, lines } = linesLogged();
  expect(logContext(logger, 'sum', () => 2 + 2)).toBe(4);
  expect(lines).toHaveLength(1);
});

it('makes one trace of nested operations, each a child of the one around it', async () => {
  const { logger, lines } = linesLogged();
  await logContext(logger, 'outer', async (outer) => {
    logContext(logger, 'first', () => logger.info('in first'));
    await Promise.resolve();
    await Promise.all([
      logContext(outer.logger, 'second', async ({ logger: log }) => {
        await Promise.resolve();
        logContext(log, 'third', () => {});
      }),
      logContext(outer.logger, 'fourth', () => Promise.resolve()),
    ]);
  });
  logContext(logger, 'another', () => {});
  const of = (message: string) => lines.find((line) => line.message === message)!.trace!;
  const outer = of('outer');
  expect(new Set(lines.slice(0, -1).map(({ trace }) => trace!.trace_id))).toEqual(new Set([outer.trace_id]));
  expect(outer.parent_span_id).toBeUndefined();
  expect(of('in first')).toEqual({ trace_id: outer.trace_id, span_id: of('first').span_id });
  expect(of('first').parent_span_id).toBe(outer.span_id);
  expect(of('second').parent_span_id).toBe(outer.span_id);
  expect(of('third').parent_span_id).toBe(of('second').span_id);
  expect(of('fourth').parent_span_id).toBe(outer.span_id);
  expect(of('another').trace_id).not.toBe(outer.trace_id);
  expect(new Set(lines.map(({ trace }) => trace!.span_id)).size).toBe(6);
});

it('continues a trace that began elsewhere', () => {
  const { logger, lines } = linesLogged();
  const trace = { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) };
  createScope({}, { trace }).run(() => logContext(logger, 'm', () => {}));
  expect(lines[0]!.trace).toMatchObject({ trace_id: trace.trace_id, parent_span_id: trace.span_id });
});

it('carries the context of a context logger', () => {
  const { logger, lines } = linesLogged();
  const log = createContextLogger(logger, { user_id: '42' });
  bindLogContext(log)('m', (operation) => operation.setContext({ step: 1 }));
  log.info('after');
  expect(lines.map((line) => line.context)).toEqual([{ user_id: '42', step: 1 }, { user_id: '42' }]);
});

it.each([
  [{ slowThresholdMs: 100 }, 99, 'info'],
  [{ slowThresholdMs: 100 }, 100, 'warning'],
  [{ slowThresholdMs: 100, slowLevel: 'error' }, 100, 'error'],
  [{ slowThresholdMs: 100, level: 'error' }, 100, 'error'],
  [{ level: 'debug' }, 1e6, 'debug'],
] as const)('with %j logs what took %d ms as %s', (options, ms, level) => {
  const { logger, lines } = linesLogged();
  logContext(logger, 'm', () => void vi.advanceTimersByTime(ms), options);
  expect(lines[0]!.level).toBe(level);
});

it('leaves out what is below the level of the logger, but not its failures', () => {
  const { logger, lines } = linesLogged({ level: 'info' });
  logContext(logger, 'fine', () => {}, { level: 'debug' });
  const fail = () => {
    throw new Error('No');
  };
  expect(() => logContext(logger, 'failed', fail, { level: 'debug' })).toThrow('No');
  expect(lines.map(({ message }) => message)).toEqual(['failed']);
});

it('passes on values that are awkward to look at', () => {
  const { logger, lines } = linesLogged();
  const get = () => {
    throw new Error('No');
  };
  const awkward = new Proxy({}, { get });
  expect(logContext(logger, 'm', () => awkward)).toBe(awkward);
  expect(lines).toHaveLength(1);
});
