export { createLogger } from './createLogger.ts';
export type { Logger } from './Logger.ts';
export type { LoggerOptions } from './LoggerOptions.ts';
export type { DeliveryStatus, LoggerStatus } from './LoggerStatus.ts';
export type { LogProcessor, LogProcessorHost } from './LogProcessor.ts';
export type { LogRecord } from './LogRecord.ts';
export type { LogContext, LogLevel, LogResource } from '@tailrace/protocol';
