import type { LogLine } from '@tailrace/protocol';
import { expect as jestExpect } from 'expect';
import { expect, expectTypeOf, test } from 'vitest';
import type { Logger } from '../Logger.ts';
import { createMemoryLogger } from './index.ts';
import './jest.ts';
import './vitest.ts';

const logger = createMemoryLogger();
expectTypeOf(logger).toExtend<Logger>();
expectTypeOf(logger.entries).toEqualTypeOf<readonly LogLine[]>();
expectTypeOf(logger.find).returns.toEqualTypeOf<LogLine | undefined>();

test('the matchers have types', () => {
  expect(logger).toHaveLogged({ level: 'error', message: /failed/, metadata: { amount: 12 } });
  expect(logger).not.toCarryContext({ user_id: '42' });
  jestExpect(logger).toHaveLogged({ level: 'error', message: /failed/ });
  jestExpect(logger.entries[0]).not.toCarryContext({ user_id: '42' });

  // @ts-expect-error not one of the five
  expect(logger).toHaveLogged({ level: 'fatal' });
  // @ts-expect-error misspelt
  expect(logger).toHaveLogged({ mesage: 'm' });
  // @ts-expect-error not one of the five
  jestExpect(logger).toHaveLogged({ level: 'fatal' });
});
