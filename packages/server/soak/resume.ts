import { parseCursor } from '@tailrace/protocol';
import { TRANSPORTS } from './connect.ts';
import { LoadGenerator, SOURCES } from './LoadGenerator.ts';
import { startServerProcess, type ServerProcess } from './serverProcess.ts';
import { newestCursor, storedPositions } from './storeAnswers.ts';
import { Subscriber } from './Subscriber.ts';
import type { Outcome } from './verdict.ts';

export interface ResumeSize {
  readonly subscribers: number;
  readonly disconnects: number;
  readonly entriesPerSecond: number;
  /** Over which the disconnects are spread, at random. */
  readonly seconds: number;
}

export const RESUME_SIZES: Readonly<Record<'small' | 'large', ResumeSize>> = {
  small: { subscribers: 9, disconnects: 60, entriesPerSecond: 1000, seconds: 6 },
  large: { subscribers: 50, disconnects: 500, entriesPerSecond: 2000, seconds: 60 },
};

/** Milliseconds after the load in which all must have come to its end. */
const MAX_CATCHING_UP_MS = 120_000;

/**
 * Subscribers whose connections break again and again: all that one of them got over its connections must be
 * what the store answers, nothing missing and nothing twice.
 */
export async function runResume(size: ResumeSize): Promise<Outcome> {
  const server = await startServerProcess();
  try {
    return await measure(server, size);
  } finally {
    await server.stop();
  }
}

async function measure(server: ServerProcess, size: ResumeSize): Promise<Outcome> {
  const load = new LoadGenerator(server, size.entriesPerSecond);
  await load.sendLast('The first');
  const after = await newestCursor(server);
  const subscribers = Array.from({ length: size.subscribers }, (_, i) => {
    return new Subscriber({
      server,
      after,
      transport: TRANSPORTS[i % TRANSPORTS.length]!,
      filter: filterOf(i),
    });
  });

  load.start();
  let missedWhileAway = 0;
  const pauseMs = (size.seconds * 1000) / size.disconnects;
  for (let i = 0; i < size.disconnects; i += 1) {
    await wait(Math.random() * 2 * pauseMs);
    const one = subscribers[Math.floor(Math.random() * subscribers.length)]!;
    if (load.sent > one.position) missedWhileAway += 1;
    one.breakOff();
  }
  await load.stop();
  await load.sendLast('The end');
  const end = parseCursor(await newestCursor(server))!.position;
  await Promise.race([Promise.all(subscribers.map((one) => one.until(end))), wait(MAX_CATCHING_UP_MS)]);
  const late = subscribers.filter((one) => one.position < end).length;
  for (const one of subscribers) one.end();
  return judge(server, {
    size,
    subscribers,
    load,
    missedWhileAway,
    late,
    start: parseCursor(after)!.position,
  });
}

interface Run {
  readonly size: ResumeSize;
  readonly subscribers: readonly Subscriber[];
  readonly load: LoadGenerator;
  readonly missedWhileAway: number;
  /** Subscribers that did not come to the end. */
  readonly late: number;
  readonly start: number;
}

async function judge(server: ServerProcess, run: Run): Promise<Outcome> {
  const { size, subscribers, load, missedWhileAway, late, start } = run;
  let [missing, twice, delivered, outOfOrder] = [0, 0, 0, 0];
  // Asked once for each filter: all pages of the store are longer to read than the run itself.
  const answers = new Map<string, readonly number[]>();
  for (const { positions, options } of subscribers) {
    const answer = answers.get(options.filter) ?? (await storedPositions(server, options.filter));
    answers.set(options.filter, answer);
    const stored = answer.filter((position) => position > start);
    const got = new Set(positions);
    delivered += positions.length;
    twice += positions.length - got.size;
    missing += stored.filter((position) => !got.has(position)).length;
    if (positions.join() !== stored.join()) outOfOrder += 1;
  }
  const broken = subscribers.reduce((sum, one) => sum + one.broken, 0);
  const unbroken = subscribers.filter((one) => one.broken === 0).length;
  const leftOut = subscribers.reduce((sum, one) => sum + one.leftOut, 0);
  const expected = size.entriesPerSecond * size.seconds;
  return {
    faults: [
      { name: 'connections broken', holds: broken === size.disconnects, found: String(broken) },
      {
        name: 'with entries on their way',
        holds: missedWhileAway > broken / 4,
        found: String(missedWhileAway),
      },
      { name: 'subscribers never broken', holds: unbroken < subscribers.length / 2, found: String(unbroken) },
      { name: 'entries sent', holds: load.sent > expected * 0.7, found: `${load.sent} of about ${expected}` },
      { name: 'requests refused', holds: load.failures === 0, found: String(load.failures) },
    ],
    claims: [
      { name: 'subscribers that did not come to the end', holds: late === 0, found: String(late) },
      { name: 'delivered', holds: delivered > 0, found: String(delivered) },
      { name: 'missing', holds: missing === 0, found: String(missing) },
      { name: 'twice', holds: twice === 0, found: String(twice) },
      { name: 'streams other than the store’s answer', holds: outOfOrder === 0, found: String(outOfOrder) },
      { name: 'left out by gaps', holds: leftOut === 0, found: String(leftOut) },
    ],
  };
}

/** A filter of its own for each, from everything to nearly nothing; all let the end through. */
function filterOf(i: number): string {
  const filters = [
    '',
    `source:source${i % SOURCES}`,
    `level:>=warning turn:>${i}`,
    `-source:source${i % SOURCES}`,
    `turn:${i % 50}`,
  ];
  return filters[i % filters.length]!;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
