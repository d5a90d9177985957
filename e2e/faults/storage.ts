import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultStand } from './FaultStand.ts';
import { Inconclusive, type Faults, type Scenario } from './Scenario.ts';
import { databaseVersion } from './tabs.ts';

const SENT = 40;
const WAITING = 300;

/** How a profile's LevelDB folder is damaged while the browser is down. Returns how many files it changed. */
type Damage = (folder: string) => number;

const DAMAGES: Readonly<Record<string, Damage>> = {
  'log-truncated': (folder) =>
    onFiles(folder, /\.log$/, (path, size) => truncateSync(path, Math.floor(size / 2))),
  'log-flipped': (folder) => onFiles(folder, /\.log$/, flipMiddle),
  'log-removed': (folder) => onFiles(folder, /\.log$/, remove),
  'manifest-removed': (folder) => onFiles(folder, /^MANIFEST/, remove),
  'manifest-truncated': (folder) => onFiles(folder, /^MANIFEST/, (path) => truncateSync(path, 7)),
  'current-removed': (folder) => onFiles(folder, /^CURRENT$/, remove),
  'current-flipped': (folder) =>
    onFiles(folder, /^CURRENT$/, (path) => writeFileSync(path, 'MANIFEST-999999\n')),
};

/** Storage that is full, damaged, gone, blocked, of another version or missing. */
export const storage: readonly Scenario[] = [
  {
    name: 'quota-96MiB',
    stand: { makeProfileDir: smallDisk },
    run: (stand) => fillDisk(stand),
  },
  ...Object.entries(DAMAGES).map(([name, damage]) => ({
    name: `damaged-${name}`,
    mayLeaveHoles: true,
    run: (stand: FaultStand) => damageStorage(stand, damage),
  })),
  { name: 'directory-removed', mayLeaveHoles: true, run: (stand) => removeDirectory(stand) },
  { name: 'upgrade-blocked', run: (stand) => blockUpgrade(stand) },
  { name: 'version-rolled-back', run: (stand) => rollBack(stand) },
  {
    name: 'indexeddb-missing',
    run: (stand) => logWithout(stand, 'withoutIndexedDb'),
  },
  { name: 'indexeddb-throws', run: (stand) => logWithout(stand, 'refusedIndexedDb') },
];

/** Some entries are sent and some wait; then the browser goes, the damage is done, and it comes back. */
async function damageStorage(stand: FaultStand, damage: Damage): Promise<Faults> {
  const logging = await stand.openPage();
  await logging.log(SENT);
  await stand.untilDelivered();
  stand.proxy.goDown();
  for (let n = 0; n < WAITING; n += 20) {
    await logging.log(20);
    await logging.page.waitForTimeout(60);
  }
  const { confirmed, status } = await logging.report();
  await stand.collectReports();
  await stand.quit();
  const files = damage(databaseFolder(stand));
  stand.proxy.isRefusing = false;
  await stand.launch();
  const later = await stand.openPage();
  await later.log(SENT);
  await stand.untilDelivered();
  return { files, confirmed: confirmed.length, waiting: status.queued };
}

/** Under the running browser, which then is started anew. */
async function removeDirectory(stand: FaultStand): Promise<Faults> {
  const logging = await stand.openPage();
  await logging.log(SENT);
  await stand.untilDelivered();
  stand.proxy.goDown();
  await logging.log(WAITING);
  await logging.page.waitForTimeout(300);
  const folder = databaseFolder(stand);
  rmSync(folder, { recursive: true });
  const removed = existsSync(folder) ? 0 : 1;
  await logging.log(WAITING);
  stand.proxy.isRefusing = false;
  await stand.untilDelivered();
  await stand.collectReports();
  await stand.quit();
  await stand.launch();
  await (await stand.openPage()).log(SENT);
  await stand.untilDelivered();
  return { removed };
}

/** A file beside the profile takes all but a little of the disk. */
async function fillDisk(stand: FaultStand): Promise<Faults> {
  const logging = await stand.openPage();
  await logging.log(SENT);
  await stand.untilDelivered();
  stand.proxy.goDown();
  const ballast = join(stand.profileDir, '..', 'ballast');
  fill(ballast);
  for (let round = 0; round < 40; round += 1) {
    await logging.log(100, 'x'.repeat(2000));
    await logging.page.waitForTimeout(50);
  }
  const { aborted, status } = await logging.report();
  rmSync(ballast);
  stand.proxy.isRefusing = false;
  // What is on the disk of a logger that has moved into memory is for the next page.
  await stand.openPage();
  await stand.untilDelivered();
  const aborts = Object.values(aborted).reduce((sum, count) => sum + count, 0);
  return { failedTransactions: aborts + (status.storage === 'memory' ? 1 : 0) };
}

async function blockUpgrade(stand: FaultStand): Promise<Faults> {
  const older = await stand.openPage();
  await older.log(SENT);
  await stand.untilDelivered();
  await older.page.evaluate(() => window.driver.lastTask(1));
  const holder = older.page;
  await holder.goto(`${stand.pages.origin}/blank?scripts=lookout.js`);
  const held = await holder.evaluate(() => window.holdOpen());
  const newer = await stand.openPage({ before: 'nextVersion' });
  await newer.log(WAITING);
  await stand.untilSent(newer);
  await holder.close();
  await newer.log(SENT);
  await stand.untilDelivered();
  return { held };
}

/** What the newer version left must wait for it, and the older one must deliver without it. */
async function rollBack(stand: FaultStand): Promise<Faults> {
  const newer = await stand.openPage({ before: 'nextVersion' });
  await stand.untilStorage(newer);
  stand.proxy.goDown();
  await newer.log(WAITING);
  await newer.page.waitForTimeout(300);
  const newerVersion = await databaseVersion(newer);
  await newer.page.evaluate(() => window.driver.lastTask(1));
  await newer.page.close();
  stand.proxy.isRefusing = false;
  const older = await stand.openPage();
  await older.log(SENT);
  await stand.untilSent(older);
  await older.page.evaluate(() => window.driver.lastTask(1));
  await older.page.close();
  await stand.openPage({ before: 'nextVersion' });
  await stand.untilDelivered();
  return { versionsBack: newerVersion - 1 };
}

async function logWithout(
  stand: FaultStand,
  before: 'refusedIndexedDb' | 'withoutIndexedDb',
): Promise<Faults> {
  const logging = await stand.openPage({ before });
  await logging.log(WAITING);
  stand.proxy.cutAll();
  await logging.log(SENT);
  await stand.untilDelivered();
  const { status } = await logging.report();
  return { inMemory: status.storage === 'memory' ? 1 : 0 };
}

function databaseFolder({ profileDir, pages }: FaultStand): string {
  const { hostname, port } = new URL(pages.origin);
  const folder = join(profileDir, 'Default/IndexedDB', `http_${hostname}_${port}.indexeddb.leveldb`);
  if (!existsSync(folder)) throw new Inconclusive(`The browser keeps its databases elsewhere than ${folder}`);
  return folder;
}

function onFiles(folder: string, names: RegExp, change: (path: string, size: number) => void): number {
  const files = readdirSync(folder).filter((name) => names.test(name));
  for (const name of files) {
    const path = join(folder, name);
    change(path, readFileSync(path).length);
  }
  return files.length;
}

function remove(path: string): void {
  rmSync(path);
}

function flipMiddle(path: string): void {
  const bytes = readFileSync(path);
  for (let at = Math.floor(bytes.length / 3); at < bytes.length; at += 4096) bytes[at] = bytes[at]! ^ 0xff;
  writeFileSync(path, bytes);
}

/** Mounts a disk of 96 MiB for a profile. */
function smallDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', folder], { stdio: 'pipe' });
  } catch (cause) {
    throw new Inconclusive('A disk of 96 MiB cannot be mounted here; it takes root', { cause });
  }
  const profile = join(folder, 'profile');
  mkdirSync(profile);
  return profile;
}

/** Writes until nothing fits any more, and gives a little back. */
function fill(path: string): void {
  const piece = Buffer.alloc(256 * 1024, 1);
  let size = 0;
  try {
    for (;;) {
      writeFileSync(path, piece, { flag: 'a' });
      size += piece.length;
    }
  } catch {
    // The disk is full, as it was meant to be.
    truncateSync(path, Math.max(0, size - 2 * piece.length));
  }
}
