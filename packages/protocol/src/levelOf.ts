import type { LevelSettings } from './LevelSettings.ts';
import type { LogLevel } from './LogLevel.ts';

/**
 * The level that the settings give a logger: that of the longest prefix of its name, by segments.
 *
 * @param logger name by segments, such as `shop.cart.totals`; of a logger without a name its source
 * @returns `undefined` when no prefix governs the logger, which then goes by its own level
 * @example
 * levelOf({ version: 1, levels: { '': 'warning', shop: 'debug' } }, 'shop.cart'); // 'debug'
 */
export function levelOf({ levels }: LevelSettings, logger: string): LogLevel | undefined {
  let prefix = logger;
  // Own keys only: a logger may be called `constructor`.
  while (prefix && !Object.hasOwn(levels, prefix)) {
    prefix = prefix.slice(0, Math.max(prefix.lastIndexOf('.'), 0));
  }
  return Object.hasOwn(levels, prefix) ? levels[prefix] : undefined;
}
