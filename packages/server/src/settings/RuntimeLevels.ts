import { NO_LEVEL_SETTINGS, type LevelSettings } from '@tailrace/protocol';
import type { SettingsStore } from './SettingsStore.ts';

type LevelsListener = (settings: LevelSettings) => void;

/** The level settings that stand, at hand for every ingest reply, and who is told when they change. */
export class RuntimeLevels {
  readonly #store: SettingsStore;
  readonly #byTenant: Map<string, LevelSettings>;
  readonly #listeners = new Map<string, Set<LevelsListener>>();

  private constructor(store: SettingsStore, byTenant: ReadonlyMap<string, LevelSettings>) {
    this.#store = store;
    this.#byTenant = new Map(byTenant);
  }

  static async load(store: SettingsStore): Promise<RuntimeLevels> {
    return new RuntimeLevels(store, await store.levelSettings());
  }

  of(tenant: string): LevelSettings {
    return this.#byTenant.get(tenant) ?? NO_LEVEL_SETTINGS;
  }

  /**
   * Replaces a tenant's levels, and tells those who follow them once they are stored.
   *
   * @param base version that the change was made from; absent, it is made from whatever stands
   * @returns `undefined` when another version than `base` stands
   * @throws {StoreError}
   */
  async set(
    tenant: string,
    levels: LevelSettings['levels'],
    base?: number,
  ): Promise<LevelSettings | undefined> {
    const changed = await this.#store.setLevels(tenant, levels, base);
    // Of two changes at the same time the store may answer the later one first.
    if (changed && changed.version > this.of(tenant).version) {
      this.#byTenant.set(tenant, changed);
      for (const listener of this.#listeners.get(tenant) ?? []) listener(changed);
    }
    return changed;
  }

  /** @returns stops following */
  follow(tenant: string, listener: LevelsListener): () => void {
    const listeners = this.#listeners.get(tenant) ?? new Set();
    this.#listeners.set(tenant, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(tenant) === listeners) this.#listeners.delete(tenant);
    };
  }
}
