import type { LevelSettings } from '@tailrace/protocol';

/**
 * The settings that follow on others.
 *
 * The version is the time of the change, unless that has been given out: a count would give a version twice when
 * the data folder is emptied or a backup put back, and loggers that know it would not ask.
 *
 * @param base version that the change was made from, if that matters
 * @param now milliseconds since 1970
 * @returns `undefined` when another version than `base` stands
 */
export function changeLevels(
  before: LevelSettings,
  levels: LevelSettings['levels'],
  base: number | undefined,
  now: number,
): LevelSettings | undefined {
  if (base !== undefined && base !== before.version) return undefined;
  return { version: Math.max(before.version + 1, now), levels };
}
