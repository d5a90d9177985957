import type { Logger } from '../Logger.ts';
import { cleanUrl } from './cleanUrl.ts';
import { installOnce, type Installed } from './installOnce.ts';
import { listen } from './listen.ts';
import { patchMethod } from './patchMethod.ts';
import { quietly } from './quietly.ts';

const installed: Installed = new WeakMap();

/** What is used of the Navigation API (WHATWG HTML), which TypeScript's library does not know. */
interface NavigationChangeEvent extends Event {
  readonly navigationType: string | null;
}

/**
 * Logs, at level `info`, how the page was loaded, where it goes by the History API, and when it is hidden and
 * seen again. URLs are without credentials, values of the query, and fragment.
 *
 * @returns how to undo it
 * @example
 * const undo = captureNavigation(logger);
 */
export function captureNavigation(logger: Logger): () => void {
  return installOnce(installed, logger, () => {
    const { document, location, navigation } = globalThis as typeof globalThis & {
      readonly navigation?: EventTarget;
    };
    if (!document) return [];
    let current = location.href;
    const log = quietly((type: string) => {
      // Many apps replace a URL by itself, at each scroll for one.
      if (location.href === current) return;
      const [from, to] = [cleanUrl(current), cleanUrl(location.href)];
      current = location.href;
      logger.info(`Navigated to ${to}`, { type, from, to });
    });
    const logLoad = quietly((type: string | undefined) => {
      const url = cleanUrl(location.href);
      logger.info(`Loaded ${url}`, { type: type ?? 'navigate', url });
    });
    const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    if (!installed.has(logger)) logLoad(loaded?.type);

    const undos = [
      listen('visibilitychange', () => logger.info(`Page ${document.visibilityState}`)),
      listen<PageTransitionEvent>('pageshow', ({ persisted }) => {
        if (persisted) logLoad('bfcache');
      }),
    ];
    if (navigation) {
      const onChange = ({ navigationType }: NavigationChangeEvent) => log(navigationType ?? 'update');
      return undos.concat(listen('currententrychange', onChange, navigation));
    }
    return undos.concat(
      ['push', 'replace'].map((type) =>
        patchMethod(History.prototype, `${type}State`, () => () => log(type)),
      ),
      ['popstate', 'hashchange'].map((type) => listen(type, () => log('traverse'))),
    );
  });
}
