export { createCoreLogger } from './createCoreLogger.ts';
