export { createMemoryLogger, type MemoryLogger } from './createMemoryLogger.ts';
export type { Expected, ExpectedEntry } from './ExpectedEntry.ts';
export { logMatchers, type LogMatchers } from './logMatchers.ts';
