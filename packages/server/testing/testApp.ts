import { createApp } from '../src/createApp.ts';
import { readConfig } from '../src/index.ts';
import { openParts } from '../src/openParts.ts';
import { SILENT_LOG } from '../src/ServerLog.ts';
import type { LogStore } from '../src/store/LogStore.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** The app over a store of its own, without a socket; everybody is an administrator. */
export interface TestApp {
  readonly app: ReturnType<typeof createApp>;
  readonly store: LogStore;
  close(): Promise<void>;
}

/** @param watch stands between the routes and their store, to see what is asked of it, or to answer in its place */
export async function openTestApp(watch = (store: LogStore) => store): Promise<TestApp> {
  const removals: (() => void)[] = [];
  const folder = temporaryFolder((remove) => removals.push(remove));
  const config = readConfig({
    LOG_AUTH: 'off',
    LOG_DATA_DIR: folder,
    LOG_PUBLIC_DIR: folder,
    LOG_CONSOLE_DIR: folder,
  });
  const onCrash = (error: Error) => {
    throw error;
  };
  const opened = await openParts(config, { log: SILENT_LOG, onCrash });
  return {
    app: createApp({ ...opened.parts, store: watch(opened.parts.store) }),
    store: opened.parts.store,
    close: async () => {
      await opened.close();
      for (const remove of removals) remove();
    },
  };
}
