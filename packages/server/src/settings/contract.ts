import type { LogLevel } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seqs } from '../../testing/entries.ts';
import type { SettingsStore } from './SettingsStore.ts';

/** What every store of settings must do. Each test has a tenant of its own, so that one store serves them all. */
export function describeSettingsStore(
  name: string,
  open: () => Promise<{ readonly settings: SettingsStore; readonly close: () => Promise<void> }>,
): void {
  describe(`${name} settings`, () => {
    let settings: SettingsStore;
    let close: () => Promise<void>;
    let tenants = 0;

    beforeAll(async () => {
      ({ settings, close } = await open());
    });
    afterAll(() => close());

    function newTenant(): string {
      tenants += 1;
      return `tenant-${tenants}`;
    }

    it('has nothing of a tenant until it sets levels, and then these, whole', async () => {
      const tenant = newTenant();
      expect((await settings.levelSettings()).get(tenant)).toBeUndefined();
      await settings.setLevels(tenant, { shop: 'debug', '': 'error' });
      const set = await settings.setLevels(tenant, { '': 'warning' });
      expect(set?.levels).toEqual({ '': 'warning' });
      expect((await settings.levelSettings()).get(tenant)).toEqual(set);
    });

    it('keeps tenants apart', async () => {
      const [one, other] = [newTenant(), newTenant()];
      const ofOne = await settings.setLevels(one, { shop: 'debug' });
      const ofOther = await settings.setLevels(other, { shop: 'error' });
      const all = await settings.levelSettings();
      expect([all.get(one), all.get(other)]).toEqual([ofOne, ofOther]);
    });

    it('keeps any prefix and none', async () => {
      const tenant = newTenant();
      const levels = JSON.parse('{"__proto__":"error","naïve.日本":"info"}') as Record<string, LogLevel>;
      await settings.setLevels(tenant, levels);
      const kept = (await settings.levelSettings()).get(tenant);
      expect(Object.entries(kept?.levels ?? {})).toEqual(Object.entries(levels));
      expect((await settings.setLevels(tenant, {}))?.levels).toEqual({});
    });

    it('gives each of many changes at the same time a version of its own, greater than those before', async () => {
      const tenant = newTenant();
      const changes = await Promise.all(seqs(20).map(() => settings.setLevels(tenant, { shop: 'info' })));
      const versions = changes.map((change) => change!.version);
      expect(versions[0]).toBeGreaterThan(0);
      expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
      expect((await settings.levelSettings()).get(tenant)?.version).toBe(versions.at(-1));
    });

    it('makes one of two changes that were made from the same version', async () => {
      const tenant = newTenant();
      const changes = await Promise.all([
        settings.setLevels(tenant, { shop: 'info' }, 0),
        settings.setLevels(tenant, { shop: 'error' }, 0),
      ]);
      expect(changes[1]).toBeUndefined();
      expect((await settings.levelSettings()).get(tenant)).toEqual(changes[0]);
      const next = await settings.setLevels(tenant, { shop: 'debug' }, changes[0]!.version);
      expect(next?.levels).toEqual({ shop: 'debug' });
    });
  });
}
