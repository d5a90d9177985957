import type { LevelSettings } from '@tailrace/protocol';

/** Keeps what is set at run time over restarts, for each tenant. */
export interface SettingsStore {
  /** Level settings of every tenant that has set any. */
  levelSettings(): Promise<ReadonlyMap<string, LevelSettings>>;
  /**
   * Replaces a tenant's levels, and resolves after the commit.
   *
   * @param base version that the change was made from; absent, it is made from whatever stands
   * @returns the settings with their new version; `undefined` when another version than `base` stands
   * @throws {StoreError}
   */
  setLevels(
    tenant: string,
    levels: LevelSettings['levels'],
    base?: number,
  ): Promise<LevelSettings | undefined>;
}
