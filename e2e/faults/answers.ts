import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { FaultStand, LoggingPage } from './FaultStand.ts';
import { demand, type Faults, type Scenario } from './Scenario.ts';
import { ScriptedFront, type CaseLog, type ScriptedAnswer } from './ScriptedFront.ts';

/** Loggers that share a page: browsers open few connections to one host. */
const CASES_AT_ONCE = 12;
const ENTRIES = 25;
const ANSWER_TIMEOUT_MS = 60_000;
/** PROTOCOL.md: the shortest wait, and what a `Retry-After` is obeyed up to. Milliseconds. */
const MIN_WAIT_MS = 1000;
const MAX_RETRY_AFTER_MS = 3_600_000;
const PAUSE_MS = 300_000;
/** Waits up to this are waited for; longer ones are only read. Milliseconds. */
const PATIENCE_MS = 5000;
/** What a wait may differ by: dates have whole seconds, and a reading comes after the fact. Milliseconds. */
const TOLERANCE_MS = 2500;

/** Answers after which all is kept, with the wait that `Retry-After` may ask for. */
const WAITING = [408, 425, 429, 500, 502, 503, 504, 507];
/** Answers after which only people can help. */
const PAUSED = [401, 403, 404, 405, 415];
/** Answers about the entries themselves: what is sent is halved until one is alone, which then is given up. */
const REFUSING = [400, 413, 422];

interface RetryAfter {
  readonly name: string;
  readonly print: () => string | undefined;
  /** Milliseconds that it asks for; `undefined` when it says nothing usable. */
  readonly ms: number | undefined;
}

const RETRY_AFTERS: readonly RetryAfter[] = [
  { name: 'none', print: () => undefined, ms: undefined },
  { name: 'seconds', print: () => '2', ms: 2000 },
  { name: 'zero', print: () => '0', ms: 0 },
  { name: 'huge', print: () => '999999999', ms: MAX_RETRY_AFTER_MS },
  { name: 'negative', print: () => '-5', ms: 0 },
  { name: 'words', print: () => 'soon', ms: undefined },
  { name: 'date', print: () => inSeconds(20).toUTCString(), ms: 20_000 },
  { name: 'past', print: () => inSeconds(-3600).toUTCString(), ms: 0 },
  { name: 'rfc850', print: () => rfc850(inSeconds(20)), ms: 20_000 },
];

/** The oldest form of a date, which a recipient must accept; it says no zone and means GMT (RFC 9110, 5.6.7). */
const ASCTIME: RetryAfter = { name: 'asctime', print: () => asctime(inSeconds(20)), ms: 20_000 };

interface Case {
  readonly name: string;
  readonly answers: readonly ScriptedAnswer[];
  /** Which waits the status may announce after the first answer. Milliseconds; `undefined`: none is looked at. */
  readonly wait?: readonly [min: number, max: number] | undefined;
  readonly state?: 'waiting' | 'paused';
}

/** What a server, or something before it, can answer. Each lets all through in the end. */
export const answers: readonly Scenario[] = [
  { name: 'answers-waiting', run: (stand) => runCases(stand, waitingCases(WAITING, RETRY_AFTERS)) },
  {
    name: 'answers-asctime',
    stand: { timezoneId: 'America/New_York' },
    run: (stand) => runCases(stand, waitingCases([503], [ASCTIME])),
  },
  { name: 'answers-paused', run: (stand) => runCases(stand, pausedCases()) },
  { name: 'answers-refusing', run: (stand) => runCases(stand, refusingCases()) },
  { name: 'captive-portal', run: (stand) => runCases(stand, portalCases()) },
];

function waitingCases(statuses: readonly number[], retryAfters: readonly RetryAfter[]): Case[] {
  return statuses.flatMap((status) =>
    retryAfters.map(({ name, print, ms }): Case => ({
      name: `${status}-${name}`,
      answers: [{ status, retryAfter: print }],
      state: 'waiting',
      // Full jitter of the first failure: up to twice the shortest wait.
      wait: ms === undefined ? [MIN_WAIT_MS, 2 * MIN_WAIT_MS] : [ms, ms],
    })),
  );
}

function pausedCases(): Case[] {
  return PAUSED.map((status) => ({
    name: String(status),
    answers: [{ status, body: problem('refused') }],
    state: 'paused',
    wait: [PAUSE_MS, PAUSE_MS],
  }));
}

/** Refused once as a whole, both halves are taken. */
function refusingCases(): Case[] {
  return REFUSING.map((status) => ({
    name: String(status),
    answers: [{ status, body: problem('invalid_entry') }],
  }));
}

/** None of them names the segments, so none is an acknowledgement. */
function portalCases(): Case[] {
  const html = { 'Content-Type': 'text/html' };
  const json = { 'Content-Type': 'application/json' };
  return [
    { name: 'html', answers: [{ status: 200, headers: html, body: '<h1>Welcome to our network</h1>' }] },
    { name: 'empty', answers: [{ status: 200 }] },
    { name: 'no-content', answers: [{ status: 204 }] },
    { name: 'other-json', answers: [{ status: 200, headers: json, body: '{"ok":true}' }] },
    { name: 'no-segments', answers: [{ status: 200, headers: json, body: '{"segments":[],"levels":0}' }] },
    ...[301, 302, 303, 307, 308].map((status) => ({
      name: String(status),
      answers: [{ status, headers: { Location: '/portal' } }],
    })),
  ];
}

async function runCases(stand: FaultStand, cases: readonly Case[]): Promise<Faults> {
  const front = new ScriptedFront(stand.server.port);
  await front.listen();
  try {
    for (let start = 0; start < cases.length; start += CASES_AT_ONCE) {
      const { page } = await stand.openPage();
      await Promise.all(
        cases.slice(start, start + CASES_AT_ONCE).map((one) => runCase(stand, front, page, one)),
      );
      await stand.untilDelivered();
      await stand.collectReports();
      await page.close();
    }
    for (const { name, answers: script } of cases) {
      demand(front.cases.get(name)!.answered === script.length, `${name}: not all answers were given`);
    }
    return { answers: [...front.cases.values()].reduce((sum, { answered }) => sum + answered, 0) };
  } finally {
    await front.close();
  }
}

async function runCase(stand: FaultStand, front: ScriptedFront, page: Page, one: Case): Promise<void> {
  const logger = await stand.addLogger(page, front.script(one.name, one.answers));
  await logger.log(ENTRIES);
  const stop = one.wait && (await announcedStop(logger));
  if (stop) {
    const [min, max] = one.wait!;
    demand(stop.state === one.state, `${one.name}: the state is ${stop.state}`);
    demand(
      stop.ms >= min - TOLERANCE_MS && stop.ms <= max + TOLERANCE_MS,
      `${one.name}: waits ${Math.round(stop.ms)} ms instead of ${min} to ${max}`,
    );
    if (min === max && min > 0 && min < PATIENCE_MS)
      await demandWait(front.cases.get(one.name)!, one.name, min);
  }
  // Nobody waits five minutes for a test: whoever asks for a flush gets an attempt at once.
  await page.evaluate((load) => window.driver.flush(load), logger.load);
  const { status } = await logger.report();
  const lost = Object.keys(status.dropped).join(', ');
  demand(lost === '', `${one.name}: entries were given up: ${lost}`);
}

/** What a logger says of its wait; `undefined` when it went on before anyone could look. */
async function announcedStop({
  page,
  load,
}: LoggingPage): Promise<{ state: string; ms: number } | undefined> {
  const handle = await page.waitForFunction(
    (l) => {
      const { delivery, sent } = window.driver.report(l).status;
      if (delivery.retry_at === undefined) return sent > 0 ? {} : undefined;
      return { stop: { state: delivery.state, ms: delivery.retry_at - Date.now() } };
    },
    load,
    { polling: 20, timeout: ANSWER_TIMEOUT_MS },
  );
  const { stop } = (await handle.jsonValue()) as { stop?: { state: string; ms: number } };
  return stop;
}

/** Waits until the logger comes again of its own accord: not before it was told to. */
async function demandWait({ requests }: CaseLog, name: string, ms: number): Promise<void> {
  const deadline = performance.now() + ANSWER_TIMEOUT_MS;
  while (requests.length < 2) {
    demand(performance.now() < deadline, `${name}: did not come again`);
    await delay(50);
  }
  const gap = Math.round(requests[1]! - requests[0]!);
  demand(gap >= ms, `${name}: came again after ${gap} ms instead of ${ms}`);
}

function problem(code: string): string {
  return JSON.stringify({ type: 'about:blank', title: code, code });
}

function inSeconds(seconds: number): Date {
  return new Date(Date.now() + seconds * 1000);
}

/** `Sunday, 06-Nov-94 08:49:37 GMT` */
function rfc850(date: Date): string {
  const [, day, month, year, time] = /, (\d+) (\w+) \d\d(\d\d) (\S+)/.exec(date.toUTCString())!;
  const weekday = date.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  return `${weekday}, ${day}-${month}-${year} ${time} GMT`;
}

/** `Sun Nov  6 08:49:37 1994` */
function asctime(date: Date): string {
  const [, weekday, day, month, year, time] = /(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(date.toUTCString())!;
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
