import { createContext } from 'react';
import type { Logger } from '../Logger.ts';

/** Carries the logger of the nearest provider; `undefined` outside of one. */
export const LoggerContext = createContext<Logger | undefined>(undefined);
