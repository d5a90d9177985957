import type { LogLevel, LogLine } from '@tailrace/protocol';

/** A filter, and beside it in plain code what it means: no word of the filter language decides what is right. */
export interface KnownFilter {
  readonly text: string;
  readonly passes: (entry: WorkloadEntry) => boolean;
}

export interface WorkloadEntry extends LogLine {
  readonly logger: string;
  readonly context: { readonly user_id: string };
  readonly metadata: { readonly duration_ms: number; readonly url: string };
}

const KINDS = 4;
const USERS = 500;
const SOURCES = 20;
const AREAS = 50;
const PARTS = 5;
const WORDS = 250;
const MAX_DURATION_MS = 200;
const SEVERE: ReadonlySet<LogLevel> = new Set(['warning', 'error', 'critical']);

/** Each filter once: a quarter each of users, slow calls of a source, words, and loggers with all below them. */
export function makeFilters(count: number): KnownFilter[] {
  return Array.from({ length: count }, (_, i) => makeFilter(i % KINDS, Math.floor(i / KINDS)));
}

function makeFilter(kind: number, i: number): KnownFilter {
  switch (kind) {
    case 0:
      return {
        text: i % 2 === 0 ? `user_id:u${i}` : `context.user_id:u${i} -level:debug`,
        passes: ({ context, level }) => context.user_id === `u${i}` && (i % 2 === 0 || level !== 'debug'),
      };
    case 1: {
      const source = `svc-${i % SOURCES}`;
      const least = 5 * Math.floor(i / SOURCES);
      return {
        text: `level:>=warning source:${source} duration_ms:>${least}`,
        passes: (entry) =>
          entry.source === source && SEVERE.has(entry.level) && entry.metadata.duration_ms > least,
      };
    }
    case 2:
      return {
        text: `${wordOf(i)} -health`,
        passes: ({ message }) => message.split(' ').includes(wordOf(i)),
      };
    default: {
      const logger = i < AREAS ? `shop.area${i}` : `shop.area${i % AREAS}.part${Math.floor(i / AREAS) - 1}`;
      return {
        text: `logger:${logger}`,
        passes: (entry) => entry.logger === logger || entry.logger.startsWith(`${logger}.`),
      };
    }
  }
}

/** An entry, the same for the same number but for its time. */
export function makeEntry(seq: number): WorkloadEntry {
  return {
    seq,
    timestamp: new Date().toISOString(),
    level: levelOf(choose(seq, 1, 100)),
    source: `svc-${choose(seq, 2, SOURCES)}`,
    logger: `shop.area${choose(seq, 3, AREAS)}.part${choose(seq, 4, PARTS)}`,
    message: `Handled ${wordOf(choose(seq, 5, WORDS))} for ${wordOf(choose(seq, 6, WORDS))} within ${wordOf(choose(seq, 7, WORDS))} of the shop`,
    context: { user_id: `u${choose(seq, 8, USERS)}` },
    metadata: {
      duration_ms: choose(seq, 9, MAX_DURATION_MS),
      url: `https://shop.example/products/${choose(seq, 10, 977)}?page=2`,
    },
  };
}

function levelOf(percent: number): LogLevel {
  if (percent < 20) return 'debug';
  if (percent < 70) return 'info';
  return percent < 90 ? 'warning' : 'error';
}

/** Three letters after a first one: no word begins as another one does. */
function wordOf(i: number): string {
  const letters = i
    .toString()
    .padStart(3, '0')
    .replaceAll(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)]!);
  return `k${letters}`;
}

/** One of so many, by the number of the entry: mixed, so that no two fields go together. */
function choose(seq: number, salt: number, count: number): number {
  let hash = Math.imul(seq ^ (salt * 0x9e37_79b1), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % count;
}
