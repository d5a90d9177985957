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
export type { LogContext, LogLevel, LogResource } from '@tailrace/protocol';
