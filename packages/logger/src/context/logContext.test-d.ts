import { expectTypeOf } from 'vitest';
import { bindLogContext, logContext, runWithContext, type Logger, type LogOperation } from '../index.ts';

declare const logger: Logger;
declare const operate: ReturnType<typeof bindLogContext>;

expectTypeOf(logContext(logger, 'a', () => 1)).toEqualTypeOf<number>();
expectTypeOf(operate('a', async (operation) => operation)).toEqualTypeOf<Promise<LogOperation>>();
expectTypeOf(runWithContext({ a: 1 }, (scope) => scope.context)).not.toBeAny();

// @ts-expect-error -- a metric is a number
logContext(logger, 'a', (operation) => operation.addMetric('nodes', '5'));
// @ts-expect-error -- a level is one of five
logContext(logger, 'a', () => {}, { level: 'fatal' });
