import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { demand, Inconclusive } from '../Scenario.ts';
import { until } from './until.ts';
import { demandGoodAnswers } from './ends.ts';
import type { ServerResult, ServerScenario } from './ServerScenario.ts';
import type { ServerStand } from './ServerStand.ts';
import { StreamClient } from './StreamClient.ts';

const DAY_MS = 86_400_000;
/** Milliseconds before midnight at which the clock is set, so that it passes under load. */
const BEFORE_MIDNIGHT_MS = 500;
/** Entries that are to arrive at each time, at least. */
const ENTRIES_PER_TIME = 100;
/** Milliseconds that the server's clock may be from where it was moved to: an answer took so long, say. */
const CLOCK_TOLERANCE_MS = 60_000;
/** More than the jump that is believed at once, and less than the others. */
const DAYS_TO_KEEP = 3;
const CLASSES = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL', 'AUDIT', 'TRACES'];

/** Where the clock goes, and back: so each is a jump of its own in the other direction too. */
const JUMPS: Readonly<Record<string, () => number>> = {
  midnight: () => DAY_MS - (Date.now() % DAY_MS) - BEFORE_MIDNIGHT_MS,
  now: () => 0,
  aDayAhead: () => DAY_MS,
  aDayBack: () => -DAY_MS,
  '400DaysAhead': () => 400 * DAY_MS,
  nowAgain: () => 0,
  '1970': () => DAY_MS - Date.now(),
  atLast: () => 0,
};

/** The process's own clock, and nobody else's. */
export const clock: readonly ServerScenario[] = [{ name: 'clock', run: jump }];

/** At each time the server takes a load, is started anew, which is when retention looks, and takes a load. */
async function jump(stand: ServerStand): Promise<ServerResult> {
  const { server } = stand;
  const preload = stand.preload();
  // The shortest there is: what a jump makes old goes at once.
  server.environment = {
    ...server.environment,
    ...Object.fromEntries(CLASSES.map((name) => [`LOG_RETENTION_${name}_DAYS`, '1'])),
  };
  await stand.start();
  const streamed: { id: string; position: number }[] = [];
  let stream = new StreamClient(stand, 'now');
  await stream.opened;
  stand.load(3);
  let [doubts, jumps, resumed, cleanups] = [0, 0, 0, 0];
  for (const offsetOf of Object.values(JUMPS)) {
    const offsetMs = offsetOf();
    preload.clockOffsetMs = offsetMs;
    // oxlint-disable-next-line no-await-in-loop
    await loadFor(stand);
    // oxlint-disable-next-line no-await-in-loop
    if (await isClockAt(stand, offsetMs)) jumps += 1;
    // oxlint-disable-next-line no-await-in-loop
    await server.stop();
    // oxlint-disable-next-line no-await-in-loop
    await stream.closed;
    streamed.push(...stream.entries);
    demand(stream.complaints.length === 0, `The stream said ${stream.complaints.join(', ')}`);
    // oxlint-disable-next-line no-await-in-loop
    await server.start();
    stream = new StreamClient(stand, stream.cursor);
    // oxlint-disable-next-line no-await-in-loop
    await stream.opened;
    resumed += 1;
    // oxlint-disable-next-line no-await-in-loop
    await loadFor(stand);
    if (server.output.includes('The clock jumped')) doubts += 1;
    // oxlint-disable-next-line no-await-in-loop
    if ((await isClockAt(stand, offsetMs)) && (await cleanUp(stand)) === 0) cleanups += 1;
  }
  const all = Object.keys(JUMPS).length;
  if (jumps < all) throw new Inconclusive(`The server saw ${jumps} of ${all} jumps of its clock`);
  demand(cleanups === all, `A removal by hand removed something at ${all - cleanups} of ${all} times`);
  await stand.finishLoad();
  demandGoodAnswers(stand);
  await demandSameStream(stand, stream, streamed);
  const files = readdirSync(server.dataDir).filter((name) => /^entries-.*\.db$/.test(name)).length;
  return { faults: { jumps, doubts, movedReads: preload.movedReads, resumed, cleanups }, figures: { files } };
}

/** Whether the server's clock stands where it was moved to, by the date of its answers: back where it was, too. */
async function isClockAt(stand: ServerStand, offsetMs: number): Promise<boolean> {
  const answer = await stand.read('/healthz');
  const date = Date.parse(answer.headers.get('Date') ?? '');
  return Math.abs(date - Date.now() - offsetMs) < CLOCK_TOLERANCE_MS;
}

/** Asks for the removal of what is older than a few days, though nothing is. @returns how much was removed */
async function cleanUp(stand: ServerStand): Promise<number> {
  const answer = await stand.ask('DELETE', `/api/v1/logs/cleanup?days_to_keep=${DAYS_TO_KEEP}`);
  demand(answer.ok, `A removal by hand is answered ${answer.status}`);
  return ((await answer.json()) as { deleted_count: number }).deleted_count;
}

async function loadFor(stand: ServerStand): Promise<void> {
  const before = stand.acknowledged;
  await until(() => stand.acknowledged > before + ENTRIES_PER_TIME, 'Nothing is taken at this time');
  await delay(2 * BEFORE_MIDNIGHT_MS);
}

/** Every entry came over the stream once, each behind the one before. */
async function demandSameStream(
  stand: ServerStand,
  stream: StreamClient,
  streamed: { id: string; position: number }[],
): Promise<void> {
  const sent = stand.senders.reduce((sum, { lines }) => sum + lines.length, 0);
  await until(() => streamed.length + stream.entries.length >= sent, 'The stream has not all of it');
  await stream.close();
  streamed.push(...stream.entries);
  demand(streamed.length === sent, `The stream had ${streamed.length} entries, and ${sent} were sent`);
  demand(new Set(streamed.map(({ id }) => id)).size === sent, 'The stream had an entry twice');
  const turns = streamed.filter(({ position }, i) => i > 0 && position <= streamed[i - 1]!.position);
  demand(turns.length === 0, `${turns.length} cursors were not behind the one before`);
}
