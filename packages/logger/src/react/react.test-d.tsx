import { createRoot, hydrateRoot } from 'react-dom/client';
import { expectTypeOf } from 'vitest';
import type { Logger } from '../Logger.ts';
import { LogErrorBoundary, LoggerProvider, reactErrorHandlers, useLogger } from './index.ts';

declare const logger: Logger;
declare const element: HTMLElement;

// React's own types take them as they are.
createRoot(element, reactErrorHandlers(logger));
hydrateRoot(element, <p />, reactErrorHandlers(logger, { onUncaughtError: reportError }));
expectTypeOf(useLogger).returns.toEqualTypeOf<Logger>();

void (
  <LoggerProvider logger={logger}>
    <LogErrorBoundary
      fallback={({ error, reset }) => {
        expectTypeOf(error).toEqualTypeOf<unknown>();
        return <button onClick={reset}>Again</button>;
      }}
    >
      <p />
    </LogErrorBoundary>
  </LoggerProvider>
);
// @ts-expect-error a provider has a logger
void (<LoggerProvider />);
