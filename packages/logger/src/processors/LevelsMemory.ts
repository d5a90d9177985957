import { isLevelSettings, type LevelSettings } from '@tailrace/protocol';

/** Level settings in localStorage: for the next page load, and for the other tabs of the origin. */
export interface LevelsMemory {
  /** @returns `undefined` when there are none, or none that can be read */
  read(): LevelSettings | undefined;
  write(settings: LevelSettings): void;
  close(): void;
}

/** Opens the memory of one server's settings. @param onChange is told what another tab writes */
export function createLevelsMemory(url: string, onChange: (settings: LevelSettings) => void): LevelsMemory {
  const name = `tailrace:levels:${url}`;
  const controller = new AbortController();
  const parse = (text: string | null) => {
    const settings: unknown = JSON.parse(text ?? 'null');
    return isLevelSettings(settings) ? settings : undefined;
  };
  const attempt = <T>(action: () => T): T | undefined => {
    try {
      return action();
    } catch {
      // Refused by the browser, full, absent or damaged: the server's next answer stands in for it.
      return undefined;
    }
  };
  globalThis.addEventListener?.(
    'storage',
    (event) => {
      const { key, newValue } = event as StorageEvent;
      const settings = key === name ? attempt(() => parse(newValue)) : undefined;
      if (settings) onChange(settings);
    },
    { signal: controller.signal },
  );
  return {
    read: () => attempt(() => parse(localStorage.getItem(name))),
    write: (settings) => attempt(() => localStorage.setItem(name, JSON.stringify(settings))),
    close: () => controller.abort(),
  };
}
