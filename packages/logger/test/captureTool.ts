/** What the pages of the captures' tests load as one script: the captures, both loggers and web-vitals. */
export { createLogger, createScope } from '../src/index.ts';
export * as captures from '../src/capture/index.ts';
export { createRecordingLogger } from './RecordingLogger.ts';
export * as webVitals from 'web-vitals';
