import {
  levelOf,
  NO_LEVEL_SETTINGS,
  SEVERITY_NUMBERS,
  type LevelSettings,
  type LogLevel,
} from '@tailrace/protocol';
import { setBackgroundTimeout } from '../backgroundTimer.ts';
import type { LogProcessor, LogProcessorHost } from '../LogProcessor.ts';
import { onOnline } from '../page/connectivity.ts';
import { isHidden, watchPage } from '../page/pageLifecycle.ts';
import { createLevelsClient, type LevelsClient } from './LevelsClient.ts';
import { createLevelsMemory, type LevelsMemory } from './LevelsMemory.ts';
import { rememberPerLogger } from './perLogger.ts';

/** Milliseconds between two questions at most, and at least four fifths of it: a change holds within 30 s. */
export const ASK_EVERY_MS = 25_000;
/** Milliseconds between questions while the server cannot be reached, at most. */
export const MAX_RETRY_MS = 120_000;
/** Milliseconds until a server that refuses the question, or does not know it, is asked again. */
export const REFUSED_RETRY_MS = 300_000;
/** Milliseconds between two questions at least: the nodes of a server may differ in what they know. */
export const MIN_ASK_MS = 2000;

/** What holds where the server says nothing. */
export interface ServerLevelsOptions {
  /**
   * Level of the loggers that no prefix of the server's settings governs. The logger's own `level` is the floor
   * below it: nothing that an operator sets lets entries below that pass. @default the logger's own `level`
   */
  readonly level?: LogLevel;
}

/**
 * Obeys the levels that operators set on the server, per logger prefix, within 30 s while the page is visible, and
 * from the first entry on after a reload. Asks when an ingest reply names other settings than the known ones, and by
 * itself about every 25 s; a hidden page does not ask, and nothing is asked or stored while the logger is paused.
 * Audit entries always pass.
 *
 * @example
 * // An operator can turn debug on; until then it costs next to nothing.
 * createLogger({ ...options, level: 'debug', processors: [serverLevels({ level: 'info' })] });
 */
export function serverLevels({ level: ungoverned = 'debug' }: ServerLevelsOptions = {}): LogProcessor {
  let settings = NO_LEVEL_SETTINGS;
  let host: LogProcessorHost | undefined;
  let client: LevelsClient | undefined;
  let memory: LevelsMemory | undefined;
  let isAsking = false;
  let askedAt = -Infinity;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  /** Severity number of the lowest level that passes. */
  const lowest = rememberPerLogger(
    (logger) => SEVERITY_NUMBERS[levelOf(settings, logger || host?.source || '') ?? ungoverned],
  );
  const adopt = (news: LevelSettings | undefined) => {
    if (!news || news === settings) return;
    settings = news;
    lowest.forget();
  };
  const schedule = (ms: number) => {
    clearTimeout(timer);
    if (!isStopped) timer = setBackgroundTimeout(() => void ask(), ms);
  };
  /** Soon, but not in a circle. */
  const askSoon = () => schedule(Math.max(0, askedAt + MIN_ASK_MS - performance.now()));

  const ask = async () => {
    if (isAsking || !client) return;
    const jitter = 0.8 + 0.2 * Math.random();
    if (isHidden() || host!.isPaused()) return schedule(ASK_EVERY_MS * jitter);
    if (!memory) {
      memory = createLevelsMemory(host!.url!, adopt);
      adopt(memory.read());
    }
    isAsking = true;
    askedAt = performance.now();
    const answer = await client.ask(settings.version);
    isAsking = false;
    if (isStopped) return;
    failures = answer === 'unreachable' ? failures + 1 : 0;
    if (typeof answer === 'object') {
      adopt(answer);
      if (!host!.isPaused()) memory.write(answer);
    }
    const retryMs = Math.min(ASK_EVERY_MS * 2 ** Math.max(0, failures - 1), MAX_RETRY_MS);
    schedule((answer === 'refused' ? REFUSED_RETRY_MS : retryMs) * jitter);
  };

  return {
    start(given) {
      host = given;
      if (!given.url) return undefined;
      client = createLevelsClient(given.url, given.key);
      if (!given.isPaused()) {
        memory = createLevelsMemory(given.url, adopt);
        adopt(memory.read());
      }
      const onVisible = () => {
        if (performance.now() - askedAt >= ASK_EVERY_MS) askSoon();
      };
      const nothing = () => {};
      const stops = [
        onOnline(askSoon),
        watchPage({ onVisible, onReturn: onVisible, onHidden: nothing, onLeave: nothing }),
      ];
      void ask();
      return () => {
        isStopped = true;
        clearTimeout(timer);
        memory?.close();
        for (const stop of stops) stop();
      };
    },
    onEmit({ level = 'info', category }, logger) {
      return SEVERITY_NUMBERS[level] < lowest.of(logger) && category !== 'audit' ? 'off' : undefined;
    },
    onReply({ levels }) {
      if (typeof levels === 'number' && levels !== settings.version) askSoon();
    },
  };
}
