import { isLevelSettings, type LevelSettings } from '@tailrace/protocol';

/** Milliseconds that a server has for its answer. */
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * What came of a question: other settings; `same` as the known ones; `refused` by a server that does not know the
 * question, or the key; `unreachable` for now.
 */
export type LevelsAnswer = LevelSettings | 'same' | 'refused' | 'unreachable';

/** Asks a server for its level settings. */
export interface LevelsClient {
  /** Never rejects. @param version the known one */
  ask(version: number): Promise<LevelsAnswer>;
}

/** Makes a client by the platform's `fetch` as it is now: what the app does to it later is not for the logger. */
export function createLevelsClient(url: string, key: string | undefined): LevelsClient {
  const send = fetch.bind(globalThis);
  return {
    async ask(version) {
      try {
        const response = await send(`${url}/api/v1/settings/levels`, {
          headers: { 'if-none-match': `"${version}"`, ...(key && { authorization: `Bearer ${key}` }) },
          signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
          // The browser's cache would answer a 304 to itself, and nobody here would know which version that is.
          cache: 'no-store',
          credentials: 'omit',
          redirect: 'error',
        });
        if (response.status === 304) return 'same';
        const text = await response.text();
        if (!response.ok)
          return response.status >= 500 || response.status === 429 ? 'unreachable' : 'refused';
        const settings: unknown = JSON.parse(text);
        // A captive portal answers 200 as well.
        return isLevelSettings(settings) ? settings : 'unreachable';
      } catch {
        // No network, or no JSON: the next question tells whether that lasts.
        return 'unreachable';
      }
    },
  };
}
