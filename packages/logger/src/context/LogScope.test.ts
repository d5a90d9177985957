import type { LogContext } from '@tailrace/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesLogged } from '../../test/linesLogged.ts';
import { createScope, currentContext, currentTrace, runWithContext, setContext } from './LogScope.ts';

it('gives entries the context they are logged in, and takes it away afterwards', () => {
  const { logger, lines } = linesLogged();
  const child = logger.child('cart', { cart_id: 'c' });
  logger.info('before');
  const result = runWithContext({ request_id: 'r', a: 1 }, () => {
    logger.info('outer');
    runWithContext({ a: 2, b: 3 }, () => child.info('inner'));
    logger.info('outer again', { x: 1 });
    return 'value';
  });
  logger.info('after');
  expect(result).toBe('value');
  expect(lines.map(({ message, context }) => [message, context])).toEqual([
    ['before', undefined],
    ['outer', { request_id: 'r', a: 1 }],
    ['inner', { request_id: 'r', a: 2, b: 3, cart_id: 'c' }],
    ['outer again', { request_id: 'r', a: 1 }],
    ['after', undefined],
  ]);
});

function thrownBy(fn: () => void): unknown {
  try {
    fn();
    return undefined;
  } catch (error) {
    return error;
  }
}

type Step =
  | { readonly kind: 'log' }
  | { readonly kind: 'set'; readonly context: LogContext }
  | { readonly kind: 'run'; readonly context: LogContext; readonly throws: boolean; readonly steps: Step[] };

const context = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 9 }), {
  noNullPrototype: true,
});
const { steps } = fc.letrec<{ steps: Step[]; step: Step }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 5 }),
  step: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant('log' as const) }),
    fc.record({ kind: fc.constant('set' as const), context }),
    fc.record({ kind: fc.constant('run' as const), context, throws: fc.boolean(), steps: tie('steps') }),
  ),
}));

it('nests, inherits and cleans up in whatever order scopes run, change and throw', () => {
  fc.assert(
    fc.property(steps, (program) => {
      const { logger, lines } = linesLogged();
      const expected: LogContext[] = [];
      let isEachThrownOn = true;
      const play = (todo: readonly Step[], inherited: LogContext) => {
        let own = inherited;
        for (const step of todo) {
          if (step.kind === 'log') {
            logger.info('m');
            expected.push(own);
          } else if (step.kind === 'set') {
            if (setContext(step.context)) own = { ...own, ...step.context };
          } else {
            const before = own;
            const fail = new Error('No');
            const run = () =>
              runWithContext(step.context, () => {
                play(step.steps, { ...before, ...step.context });
                if (step.throws) throw fail;
              });
            isEachThrownOn &&= thrownBy(run) === (step.throws ? fail : undefined);
          }
        }
      };
      play(program, {});
      expect(lines.map((line) => line.context ?? {})).toEqual(expected);
      expect(isEachThrownOn).toBe(true);
      expect(currentContext()).toEqual({});
    }),
  );
});

it('takes whatever it is given for a context, and runs the function', () => {
  const { logger, lines } = linesLogged();
  fc.assert(
    fc.property(fc.anything(), (odd) => {
      lines.length = 0;
      runWithContext(odd as LogContext, (scope) => {
        scope.set(odd as LogContext);
        logger.info('m');
      });
      expect(lines).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
  const throwing = {
    get a() {
      throw new Error('No');
    },
  };
  expect(runWithContext(throwing, () => 'ran')).toBe('ran');
});

it('sets nothing where no scope runs, and says so', () => {
  expect(setContext({ user_id: '42' })).toBe(false);
  expect(currentContext()).toEqual({});
});

it('carries more after a set in mid-request, in its logger and in callbacks bound to it', () => {
  const { logger, lines } = linesLogged();
  const scope = createScope({ request_id: 'r' });
  const log = scope.logger(logger).child('auth');
  const callback = scope.wrap(function (this: { name: string }, ...args: [number, string]) {
    logger.info(this.name, { args });
    return args.length;
  });
  log.info('first');
  scope.set({ user_id: '42' });
  log.info('second');
  expect(callback.call({ name: 'third' }, 1, 'x')).toBe(2);
  logger.info('outside');
  expect(scope.context).toEqual({ request_id: 'r', user_id: '42' });
  expect(lines.map((line) => line.context)).toEqual([
    { request_id: 'r' },
    { request_id: 'r', user_id: '42' },
    { request_id: 'r', user_id: '42' },
    undefined,
  ]);
  expect(lines[1]).toMatchObject({ logger: 'auth' });
});

it('follows async work in Node, where several run at once', async () => {
  const { logger, lines } = linesLogged();
  const request = (id: string) =>
    runWithContext({ request_id: id }, async () => {
      await Promise.resolve();
      setContext({ user_id: `user of ${id}` });
      await new Promise(setImmediate);
      logger.info(id);
    });
  await Promise.all(['1', '2', '3'].map(request));
  expect(lines.map(({ message, context }) => [message, context])).toEqual(
    ['1', '2', '3'].map((id) => [id, { request_id: id, user_id: `user of ${id}` }]),
  );
});

it('takes part in a trace that began elsewhere, and hands it on to inner scopes', () => {
  const { logger, lines } = linesLogged();
  const trace = { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) };
  createScope({}, { trace }).run(() => {
    runWithContext({ a: 1 }, () => logger.info('m'));
    expect(currentTrace()).toEqual(trace);
  });
  expect(currentTrace()).toBeUndefined();
  expect(lines[0]).toMatchObject({ trace, context: { a: 1 } });
});

it('does not grow where each run of a task starts the next', () => {
  const { logger, lines } = linesLogged();
  let outermost: ReturnType<typeof createScope> | undefined;
  const tick = (left: number): void =>
    runWithContext({ left }, (scope) => {
      outermost ??= scope;
      if (left > 0) return tick(left - 1);
      // So far inside, the outermost scope does not know that it is around, and its logger goes by it.
      outermost.logger(logger).info('m');
      scope.logger(logger).info('m');
    });
  tick(100);
  expect(lines.map((line) => line.context)).toEqual([{ left: 100 }, { left: 0 }]);
});
