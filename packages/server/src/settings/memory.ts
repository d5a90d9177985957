import { NO_LEVEL_SETTINGS, type LevelSettings } from '@tailrace/protocol';
import { changeLevels } from './changeLevels.ts';
import type { SettingsStore } from './SettingsStore.ts';

/** Keeps settings as long as the process lives. */
export function createMemorySettings(): SettingsStore {
  const byTenant = new Map<string, LevelSettings>();
  return {
    levelSettings: async () => new Map(byTenant),
    async setLevels(tenant, levels, base) {
      const before = byTenant.get(tenant) ?? NO_LEVEL_SETTINGS;
      const changed = changeLevels(before, levels, base, Date.now());
      if (changed) byTenant.set(tenant, changed);
      return changed;
    },
  };
}
