import { createSanitizer } from '@tailrace/protocol/sanitize';
import { AuditTrail } from './audit/AuditTrail.ts';
import { BrowserSessions } from './auth/BrowserSessions.ts';
import { loadKeyring } from './auth/Keyring.ts';
import { writeKeysFile } from './auth/keysFile.ts';
import type { Config } from './config.ts';
import type { AppParts } from './createApp.ts';
import { createMemoryHub } from './hub/memory.ts';
import { createAppendSegments } from './ingest/appendSegments.ts';
import { Lifecycle } from './Lifecycle.ts';
import { measureStore } from './metrics/measureStore.ts';
import { ServerMetrics } from './metrics/ServerMetrics.ts';
import { createOwnLog } from './ownLog/createOwnLog.ts';
import { OwnLogQueue } from './ownLog/OwnLogQueue.ts';
import { DiskSpace } from './retention/DiskSpace.ts';
import { RetentionClock } from './retention/RetentionClock.ts';
import type { ServerLog } from './ServerLog.ts';
import { RuntimeLevels } from './settings/RuntimeLevels.ts';
import type { SalvagedDay } from './store/sqlite/salvageDay.ts';
import { openSqliteStore } from './store/sqlite/sqlite.ts';
import { OpenStreams } from './stream/OpenStreams.ts';

export interface PartsOptions {
  /** Where the server's own log goes besides its store. */
  readonly log: ServerLog;
  /** Told when the store is gone. */
  readonly onCrash: (error: Error) => void;
}

/** A server that is all there, and does not listen yet. */
export interface OpenedParts {
  readonly parts: AppParts;
  /** File with the keys that this first start made. */
  readonly keysFile: string | undefined;
  /** Stores what is still to be stored, and gives the data folder back. */
  close(): Promise<void>;
}

/**
 * Opens the data folder, and makes all that the app is wired from.
 *
 * @throws when the data folder is in use
 */
export async function openParts(
  config: Config,
  { log: output, onCrash }: PartsOptions,
): Promise<OpenedParts> {
  const tellOfSalvage = (salvaged: SalvagedDay) =>
    output.error('A damaged file was put aside, and what can be read of it saved', { ...salvaged });
  const opened = await openSqliteStore({ folder: config.dataDir, onCrash, onSalvaged: tellOfSalvage });
  const { auth, settings, salvaged } = opened;
  if (salvaged) tellOfSalvage(salvaged);
  for (const log of opened.damagedLogs) {
    output.error('A write-ahead log is damaged, and what was committed behind the damage is lost', {
      ...log,
    });
  }
  const metrics = new ServerMetrics();
  const store = measureStore(opened.store, metrics.storeCalls);
  metrics.ingest.readReportsFrom((tenant, session) => store.session(tenant, session));
  let keysFile: string | undefined;
  const keyring = await loadKeyring(auth, (keys) => {
    keysFile = writeKeysFile(config.dataDir, keys);
  });
  const browsers = new BrowserSessions(auth, await auth.browserSessions());
  const levels = await RuntimeLevels.load(settings);
  const hub = createMemoryHub(store.head);
  const lifecycle = new Lifecycle();
  const streams = new OpenStreams({ perKey: config.streamsPerKey, perAddress: config.streamsPerAddress });
  metrics.observe(store, streams, config.dataDir);
  const disk = new DiskSpace(config.dataDir, config.keeping.minFreeBytes);
  const clock = await RetentionClock.load({ store: opened.clock, isEmpty: store.head === 0 });
  const sanitizer = createSanitizer(config.redaction);
  const append = createAppendSegments(store, hub);
  const ownSessions = new Set<string>();
  const guarded = { append, redact: sanitizer.sanitizeLine, ownSessions };
  const audit = await AuditTrail.load({ ...guarded, store, heads: opened.audit });
  const queue = new OwnLogQueue({
    ...guarded,
    onFailure: (error) => output.error('Own log entries could not be stored', { error: String(error) }),
  });
  const log = createOwnLog({ output, queue, levels, level: config.level });
  const access = { keyring, browsers, levels, audit };
  const intake = { append, sanitizer, ownSessions };
  return {
    parts: { config, store, hub, lifecycle, streams, log, metrics, disk, clock, ...access, ...intake },
    keysFile,
    async close() {
      await audit.settled();
      await queue.close();
      await store.close();
    },
  };
}
