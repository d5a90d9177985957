export { audit, defineAuditActions, type AuditActionsOptions, type AuditOptions } from './audit/audit.ts';
export { AUDIT_ACTIONS, type AuditAction, type AuditActions } from './audit/AuditAction.ts';
export type { ContextLogger } from './context/ContextLogger.ts';
export { createContextLogger } from './context/createContextLogger.ts';
export {
  bindLogContext,
  logContext,
  type BoundLogContext,
  type LogContextOptions,
  type LogOperation,
} from './context/logContext.ts';
export {
  createScope,
  currentContext,
  currentTrace,
  runWithContext,
  setContext,
  type LogScope,
  type ScopeOptions,
} from './context/LogScope.ts';
export { createRequestId, createSpanId, createTraceId } from './context/traceIds.ts';
export {
  formatTraceparent,
  parseTraceparent,
  type TraceIds,
  type Traceparent,
} from './context/traceparent.ts';
export { createLogger } from './createLogger.ts';
export type { Logger } from './Logger.ts';
export type { LoggerOptions } from './LoggerOptions.ts';
export type { DeliveryStatus, LoggerStatus } from './LoggerStatus.ts';
export type { LogProcessor, LogProcessorHost } from './LogProcessor.ts';
export type { LogRecord } from './LogRecord.ts';
export type { DropReason, LogContext, LogLevel, LogLine, LogResource } from '@tailrace/protocol';
export { arraySink } from './processors/arraySink.ts';
export { callSink, type SinkEntry } from './processors/callSink.ts';
export { consoleSink, type ConsoleMethods, type ConsoleSinkOptions } from './processors/consoleSink.ts';
export { foldRepeats, type FoldOptions } from './processors/foldRepeats.ts';
export { limitRate, type RateOptions } from './processors/limitRate.ts';
export { sample, type SampleOptions } from './processors/sample.ts';
export { serverLevels, type ServerLevelsOptions } from './processors/serverLevels.ts';
export {
  createSanitizer,
  type Finding,
  type LogSanitizer,
  type OwnPattern,
  type RedactionRule,
  type SanitizerOptions,
  type SanitizerProfile,
} from '@tailrace/protocol/sanitize';
