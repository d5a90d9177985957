import type { LogLine } from '@tailrace/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger, type Logger } from '../index.ts';
import { createContextLogger } from './createContextLogger.ts';
import { logContext } from './logContext.ts';
import { createScope, currentContext, runWithContext, setContext } from './LogScope.ts';

let logger: Logger;

function startLogger(): LogLine[] {
  const lines: LogLine[] = [];
  const onLine = (line: string) => void lines.push(JSON.parse(line) as LogLine);
  logger = createLogger({
    url: 'http://127.0.0.1:9',
    key: 'test-key',
    source: 'test',
    paused: true,
    processors: [{ onLine }],
  });
  return lines;
}
afterEach(() => logger.forget());

const nextTask = () => new Promise((resolve) => setTimeout(resolve));
const contexts = (lines: readonly LogLine[]) =>
  lines.map(({ message, context }) => [message, context?.['request_id'], context?.user_id]);

/** Two of these at once run in turns: each waits while the other goes on. */
async function inTurns(work: (id: string) => Promise<void>): Promise<void> {
  await Promise.all([work('a'), work('b')]);
}

describe.skipIf('AsyncContext' in globalThis)('in a browser without AsyncContext', () => {
  it('a context ends at the first await, and never reaches unrelated tasks', async () => {
    const lines = startLogger();
    const strangers: unknown[] = [];
    const stranger = setInterval(() => strangers.push(currentContext()));
    await inTurns((id) =>
      runWithContext({ request_id: id }, async () => {
        logger.info('before');
        await nextTask();
        logger.info('after');
        expect(setContext({ user_id: id })).toBe(false);
        await nextTask();
      }),
    );
    await expect.poll(() => strangers.length).toBeGreaterThan(2);
    clearInterval(stranger);
    expect(new Set(strangers.map((context) => JSON.stringify(context)))).toEqual(new Set(['{}']));
    expect(contexts(lines)).toEqual([
      ['before', 'a', undefined],
      ['before', 'b', undefined],
      ['after', undefined, undefined],
      ['after', undefined, undefined],
    ]);
  });
});

it('two interleaved operations do not mix with scopes of their own', async () => {
  const lines = startLogger();
  await inTurns((id) =>
    runWithContext({ request_id: id }, async (scope) => {
      const log = scope.logger(logger);
      await nextTask();
      log.info('before');
      await nextTask();
      scope.set({ user_id: `user of ${id}` });
      await nextTask();
      log.info('after');
      await new Promise<void>((resolve) =>
        setTimeout(
          scope.wrap(() => {
            logger.info('callback');
            resolve();
          }),
        ),
      );
    }),
  );
  expect(contexts(lines)).toEqual([
    ['before', 'a', undefined],
    ['before', 'b', undefined],
    ['after', 'a', 'user of a'],
    ['after', 'b', 'user of b'],
    ['callback', 'a', 'user of a'],
    ['callback', 'b', 'user of b'],
  ]);
});

it('two interleaved requests do not mix with the loggers they are given', async () => {
  const lines = startLogger();
  const log = createContextLogger(logger, { tab: 'main' });
  await inTurns((id) =>
    log.runWithContext({ request_id: id }, async (inner) => {
      await nextTask();
      inner.setContext({ user_id: `user of ${id}` });
      await nextTask();
      await inner.runWithContext({ step: 1 }, async (innermost) => {
        await nextTask();
        innermost.info('inside');
      });
    }),
  );
  expect(lines.map(({ context }) => context)).toEqual(
    ['a', 'b'].map((id) => ({ tab: 'main', request_id: id, user_id: `user of ${id}`, step: 1 })),
  );
});

it('nested operations after an await find their parent by the logger they are given', async () => {
  const lines = startLogger();
  await inTurns((id) =>
    logContext(logger, `outer ${id}`, async (outer) => {
      await nextTask();
      await logContext(outer.logger, `inner ${id}`, () => nextTask());
      expect(createScope({}).trace).toBeUndefined();
    }),
  );
  const of = (message: string) => lines.find((line) => line.message === message)!.trace!;
  for (const id of ['a', 'b']) {
    expect(of(`inner ${id}`)).toMatchObject({
      trace_id: of(`outer ${id}`).trace_id,
      parent_span_id: of(`outer ${id}`).span_id,
      status: 'ok',
    });
  }
  expect(of('outer a').trace_id).not.toBe(of('outer b').trace_id);
});
