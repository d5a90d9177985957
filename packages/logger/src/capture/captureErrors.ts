import { isError } from '@tailrace/protocol';
import type { Logger } from '../Logger.ts';
import { cleanUrl } from './cleanUrl.ts';
import { installOnce, type Installed } from './installOnce.ts';
import { listen } from './listen.ts';

const installed: Installed = new WeakMap();
/** The first place that a stack names: `at f (https://…/app.js:1:2)`, `f@https://…/app.js:1:2`. */
const PLACE = /(?:\(|@|at )([^\s()@]{1,2000}):(\d+):(\d+)/;

/**
 * Logs errors that nobody caught, and rejections that nobody handled, at level `error`, with `file`, `line` and
 * `column` where they are known. An error that was logged is not logged again when it comes by once more. Of an
 * error in another origin's script the browser tells nothing; the entry says so in `cross_origin`.
 *
 * @returns how to undo it
 * @example
 * const undo = captureErrors(logger);
 */
export function captureErrors(logger: Logger): () => void {
  return installOnce(installed, logger, () => {
    const seen = new WeakSet<object>();
    const log = (message: string, thrown: unknown, place?: object) => {
      const isObject = Object(thrown) === thrown;
      if (isObject && seen.has(thrown as object)) return;
      if (isObject) seen.add(thrown as object);
      logger.error(message, { [isError(thrown) ? 'error' : 'thrown']: thrown ?? undefined, ...place });
    };
    return [
      listen<ErrorEvent>('error', ({ message, error, filename, lineno, colno }) => {
        // Of an element that could not be loaded.
        if (message === undefined) return;
        const isKnown = filename || error;
        log(
          message,
          error,
          isKnown ? { file: cleanUrl(filename), line: lineno, column: colno } : { cross_origin: true },
        );
      }),
      listen<PromiseRejectionEvent>('unhandledrejection', ({ reason }) => {
        const [, file, line, column] = (isError(reason) && PLACE.exec(`${reason.stack}`)) || [];
        log(
          `Unhandled rejection${Object(reason) === reason ? '' : `: ${String(reason)}`}`,
          reason,
          file ? { file: cleanUrl(file), line: Number(line), column: Number(column) } : undefined,
        );
      }),
    ];
  });
}
