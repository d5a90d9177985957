import type { Logger } from '../Logger.ts';
import { cleanUrl } from './cleanUrl.ts';
import { installOnce, type Installed } from './installOnce.ts';
import { listen } from './listen.ts';

const installed: Installed = new WeakMap();

/** Without these a page may not work; without an image or a film it does. */
const VITAL = /^(?:script|link)$/;

/**
 * Logs elements whose resource could not be loaded: scripts and links at level `error`, images and others at
 * `warning`. Within a shadow root, or by CSS, failures cannot be seen.
 *
 * @returns how to undo it
 * @example
 * const undo = captureResourceErrors(logger);
 */
export function captureResourceErrors(logger: Logger): () => void {
  return installOnce(installed, logger, () => [
    listen('error', ({ target }) => {
      if (!(target instanceof HTMLElement)) return;
      const { currentSrc, src, href } = target as HTMLMediaElement & HTMLLinkElement;
      const address = currentSrc || src || href;
      if (typeof address !== 'string') return;
      const element = target.localName;
      const url = cleanUrl(address);
      logger[VITAL.test(element) ? 'error' : 'warning'](`Could not load ${element} ${url}`, { element, url });
    }),
  ]);
}
