'use client';
import type { ReactElement, ReactNode } from 'react';
import type { Logger } from '../Logger.ts';
import { LoggerContext } from './LoggerContext.ts';

/** What a provider is given. */
export interface LoggerProviderProps {
  /** Made once, outside of components: each logger that is made is a session of its own. */
  readonly logger: Logger;
  readonly children?: ReactNode;
}

/**
 * Gives a logger to the components below. Inner providers win, so a part of the page may have its own child logger.
 *
 * @example
 * const logger = createLogger({ url: 'https://logs.example.com', key: 'trk_ingest_…', source: 'shop' });
 * createRoot(element).render(<LoggerProvider logger={logger}><App /></LoggerProvider>);
 */
export function LoggerProvider({ logger, children }: LoggerProviderProps): ReactElement {
  return <LoggerContext.Provider value={logger}>{children}</LoggerContext.Provider>;
}
