import { createSanitizer } from '@tailrace/protocol/sanitize';
import { createLogger } from '../createLogger.ts';
import type { LoaderRecord } from './LoaderRecord.ts';
import { replay } from './replay.ts';

/** What a page with the classic script has as `Tailrace`. What else it is to have is added here. */
const api = { createLogger, createSanitizer };

/** The type of the global `Tailrace`. */
export type TailraceGlobal = typeof api;

const page = globalThis as unknown as { Tailrace?: TailraceGlobal & { readonly loader?: LoaderRecord } };
const loader = page.Tailrace?.loader;

// A second copy of the script leaves the first one alone.
if (loader) page.Tailrace = { ...api, createLogger: replay(loader, createLogger) };
else page.Tailrace ??= api;
