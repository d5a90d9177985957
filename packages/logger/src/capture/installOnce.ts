import type { Logger } from '../Logger.ts';

/** How to undo a capture, by the logger it is installed on. */
export type Installed = WeakMap<Logger, () => void>;

/**
 * Installs a capture on a logger, in place of the same capture that was there before, so that nothing is
 * logged twice when two parts of an app install it.
 *
 * @param install installs, and returns how to undo it in parts
 * @returns how to undo it
 */
export function installOnce(
  installed: Installed,
  logger: Logger,
  install: () => readonly (() => void)[],
): () => void {
  installed.get(logger)?.();
  const parts = install();
  const undo = () => parts.forEach((part) => part());
  installed.set(logger, undo);
  return undo;
}
