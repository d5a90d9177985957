import type { LogLevel } from '@tailrace/protocol';
import { expectTypeOf } from 'vitest';
import {
  createLogger,
  type Logger,
  type LoggerOptions,
  type LoggerStatus,
  type LogProcessor,
  type LogRecord,
} from './index.ts';

const required = { url: 'https://logs.example.com', key: 'k', source: 'shop' };
const logger = createLogger(required);
expectTypeOf(logger).toEqualTypeOf<Logger>();

// Whatever is caught or thrown may be logged as it is.
expectTypeOf<Parameters<Logger['error']>>().toEqualTypeOf<[message: unknown, metadata?: unknown]>();
expectTypeOf<Parameters<Logger['log']>[0]>().toEqualTypeOf<LogLevel>();
expectTypeOf(logger.info).returns.toEqualTypeOf<void>();
// @ts-expect-error a message is needed
logger.info();
// @ts-expect-error not one of the five
logger.log('fatal', 'm');

expectTypeOf(logger.with({ user_id: '42', cart_size: 3 })).toEqualTypeOf<Logger>();
expectTypeOf(logger.child('cart', { user_id: '42' })).toEqualTypeOf<Logger>();
// @ts-expect-error the known fields of a context are texts
logger.with({ user_id: 42 });
// @ts-expect-error a child has a name
logger.child();

expectTypeOf(logger.status).toEqualTypeOf<LoggerStatus>();
expectTypeOf(logger.flush).returns.resolves.toEqualTypeOf<LoggerStatus>();
expectTypeOf(logger.onStatus).returns.toEqualTypeOf<() => void>();
// @ts-expect-error only the logger itself changes it
logger.status.emitted = 1;

// @ts-expect-error nowhere to send to
createLogger({ key: 'k', source: 'shop' });
// @ts-expect-error not one of the five
createLogger({ ...required, level: 'warn' });
// @ts-expect-error misspelt
createLogger({ ...required, onErorr: () => {} });
expectTypeOf<keyof LoggerOptions>().toExtend<string>();
expectTypeOf<NonNullable<LoggerOptions['redact']>>().toEqualTypeOf<(line: string) => string>();

expectTypeOf<LogRecord>().toExtend<{ readonly message: unknown; readonly timestamp?: number | undefined }>();
// @ts-expect-error a message is needed
logger.emit({ level: 'info' });
// @ts-expect-error milliseconds, not a date
logger.emit({ message: 'm', timestamp: new Date() });
// @ts-expect-error system or audit
logger.emit({ message: 'm', category: 'security' });

const half: LogProcessor = {
  onEmit(record, name) {
    expectTypeOf(record).toEqualTypeOf<LogRecord>();
    expectTypeOf(name).toEqualTypeOf<string>();
    return record.level === 'debug' ? 'sampled' : undefined;
  },
};
createLogger({ ...required, processors: [half] });
// @ts-expect-error not a reason of the protocol
createLogger({ ...required, processors: [{ onEmit: () => 'boring' }] });
