import type {} from 'expect';
import { logMatchers, type LogMatchers } from './logMatchers.ts';

// Jest puts it there before it runs the setup files.
(globalThis as unknown as { expect: { extend: (matchers: typeof logMatchers) => void } }).expect.extend(
  logMatchers,
);

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> extends LogMatchers<R> {}
}

declare global {
  namespace jest {
    interface Matchers<R, T> extends LogMatchers<R> {}
  }
}
