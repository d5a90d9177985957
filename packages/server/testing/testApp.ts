import { createApp } from '../src/createApp.ts';
import { BrowserSessions } from '../src/auth/BrowserSessions.ts';
import { loadKeyring } from '../src/auth/Keyring.ts';
import { createMemoryHub } from '../src/hub/memory.ts';
import { readConfig } from '../src/index.ts';
import { Lifecycle } from '../src/Lifecycle.ts';
import { RuntimeLevels } from '../src/settings/RuntimeLevels.ts';
import type { LogStore } from '../src/store/LogStore.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite.ts';
import { SILENT_LOG } from '../src/ServerLog.ts';
import { OpenStreams } from '../src/stream/OpenStreams.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** The app over a store of its own, without a socket; everybody is an administrator. */
export interface TestApp {
  readonly app: ReturnType<typeof createApp>;
  readonly store: LogStore;
  close(): Promise<void>;
}

/** @param watch stands between the app and its store, to see what is asked of it */
export async function openTestApp(watch = (store: LogStore) => store): Promise<TestApp> {
  const removals: (() => void)[] = [];
  const folder = temporaryFolder((remove) => removals.push(remove));
  const onCrash = (error: Error) => {
    throw error;
  };
  const { store, auth, settings } = await openSqliteStore({ folder, onCrash });
  const app = createApp({
    config: readConfig({ LOG_AUTH: 'off', LOG_DATA_DIR: folder, LOG_PUBLIC_DIR: folder }),
    store: watch(store),
    hub: createMemoryHub(store.head),
    levels: await RuntimeLevels.load(settings),
    keyring: await loadKeyring(auth, () => undefined),
    browsers: new BrowserSessions(auth, await auth.browserSessions()),
    lifecycle: new Lifecycle(),
    streams: new OpenStreams({ perKey: 0, perAddress: 0 }),
    log: SILENT_LOG,
  });
  return {
    app,
    store,
    close: async () => {
      await store.close();
      for (const remove of removals) remove();
    },
  };
}
