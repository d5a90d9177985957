'use client';
export {
  LogErrorBoundary,
  type LogErrorBoundaryProps,
  type LogErrorBoundaryState,
} from './LogErrorBoundary.tsx';
export { LoggerProvider, type LoggerProviderProps } from './LoggerProvider.tsx';
export {
  reactErrorHandlers,
  type ReactErrorHandler,
  type ReactErrorHandlers,
  type ReactErrorInfo,
} from './reactErrorHandlers.ts';
export { useLogger } from './useLogger.ts';
