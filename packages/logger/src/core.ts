export { createCoreLogger } from './createCoreLogger.ts';
export type { Logger } from './Logger.ts';
export type { CoreLoggerOptions } from './LoggerOptions.ts';
export type { DeliveryStatus, LoggerStatus } from './LoggerStatus.ts';
export type { LogProcessor, LogProcessorHost } from './LogProcessor.ts';
export type { LogRecord } from './LogRecord.ts';
export type { ValuePrinter } from './printing/ValuePrinter.ts';
export type { DeferredRequest } from './transport/fetchLater.ts';
export type { BodyCompressor } from './transport/gzip.ts';
