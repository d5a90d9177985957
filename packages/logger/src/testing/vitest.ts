import { expect } from 'vitest';
import { logMatchers, type LogMatchers } from './logMatchers.ts';

expect.extend(logMatchers);

declare module 'vitest' {
  interface Matchers<T> extends LogMatchers<T> {}
}
