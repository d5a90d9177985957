import type { Logger } from '../Logger.ts';
import { formatConsole, type ConsoleText } from './formatConsole.ts';
import { installOnce, type Installed } from './installOnce.ts';
import { patchMethod } from './patchMethod.ts';

const METHODS = ['debug', 'log', 'info', 'warn', 'error'] as const;

/** The methods of the console that can be captured. */
export type ConsoleMethod = (typeof METHODS)[number];

/** What of the console is captured. */
export interface CaptureConsoleOptions {
  /**
   * Which methods are captured, each at the level of its name; `log` at `info`.
   *
   * @default all five
   */
  readonly methods?: readonly ConsoleMethod[];
}

const installed: Installed = new WeakMap();

/**
 * Logs what is printed to the console, which prints it as before. What the logger itself prints while it logs,
 * and what its status listeners print, is not logged.
 *
 * @returns how to undo it
 * @example
 * const undo = captureConsole(logger.child('console'), { methods: ['warn', 'error'] });
 */
export function captureConsole(
  logger: Logger,
  { methods = METHODS }: CaptureConsoleOptions = {},
): () => void {
  return installOnce(installed, logger, () => {
    /** While it is set, who prints is the logger or one of its listeners. */
    let isMuted = false;
    let hasPrinted = false;
    let isDeferred = false;
    const pending: [ConsoleMethod, ConsoleText][] = [];
    /** At the end of the task, if not before. */
    const logPending = () => {
      isMuted = true;
      for (const [method, { message, metadata }] of pending.splice(0)) {
        try {
          logger[method === 'log' ? 'info' : method](message, metadata);
        } catch {
          // A logger's failure told here would be captured again, in a circle.
        }
      }
      isMuted = hasPrinted = false;
    };
    return [
      // A listener that prints the status would change it by that, and print again. The listeners are called
      // in one task that does nothing else: what is printed after this one is muted. What was printed before
      // it, in the same task, came from an older listener; from then on lines wait for the end of their task.
      logger.onStatus(() => {
        isDeferred ||= hasPrinted;
        pending.length = 0;
        isMuted = true;
        queueMicrotask(logPending);
      }),
      ...methods.map((method) =>
        patchMethod(console, method, (args) => {
          if (isMuted) return;
          pending.push([method, formatConsole(args)]);
          queueMicrotask(logPending);
          if (!isDeferred) logPending();
          hasPrinted = true;
        }),
      ),
    ];
  });
}
