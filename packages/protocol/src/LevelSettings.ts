import { isLogLevel, type LogLevel } from './LogLevel.ts';

/** The least severe level that loggers let through, per logger prefix, as it is set at run time. */
export interface LevelSettings {
  /**
   * Another one with each change, and greater; 0 until somebody sets levels. It says nothing but that: a logger
   * that knows another version asks for the settings.
   */
  readonly version: number;
  /**
   * Level per prefix: `shop.cart` governs itself and `shop.cart.totals`, `''` every logger that no other prefix
   * governs. See `levelOf`.
   */
  readonly levels: Readonly<Record<string, LogLevel>>;
}

/** What stands until somebody sets levels: every logger goes by its own. */
export const NO_LEVEL_SETTINGS: LevelSettings = { version: 0, levels: {} };

/** Tells whether a parsed body is level settings: a captive portal's 200 is not. */
export function isLevelSettings(value: unknown): value is LevelSettings {
  const settings = value as Partial<LevelSettings> | null;
  return (
    typeof settings === 'object' &&
    settings !== null &&
    typeof settings.version === 'number' &&
    typeof settings.levels === 'object' &&
    settings.levels !== null &&
    Object.values(settings.levels).every(isLogLevel)
  );
}
