import { DROP_REASONS, REJECTION_CODES, type DroppedRange, type LogLevel } from '@tailrace/protocol';
import { DEFAULT_TENANT } from '../auth/Identity.ts';
import { Counter, type Registry } from 'prom-client';
import type { ParsedSegment } from '../ingest/ParsedSegment.ts';
import type { NewSegment, SessionRecord } from '../store/LogStore.ts';

/** Sources that are counted by name: clients choose their names, and each is five time series. */
export const MAX_SOURCES = 100;
/** Sessions whose drop reports are remembered, to count only what is new in the next. */
const MAX_REPORTING_SESSIONS = 10_000;
/** Stands for what is one too many, or unknown. */
const OTHER = 'other';

const REASONS: ReadonlySet<string> = new Set([
  ...DROP_REASONS,
  ...REJECTION_CODES.map((code) => `rejected_${code}`),
]);

type Drops = ReadonlyMap<string, number>;

/** Looks up what is known of a session already. */
type SessionOf = (tenant: string, session: string) => Promise<SessionRecord | undefined>;

/** Counts what comes in. */
export class IngestMetrics {
  readonly #entries: Counter<'result'>;
  readonly #rejected: Counter<'code'>;
  readonly #bySource: Counter<'source' | 'level'>;
  readonly #dropped: Counter<'reason'>;
  readonly #sources = new Set<string>();
  readonly #reported = new Map<string, Drops>();
  #sessionOf: SessionOf = async () => undefined;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#entries = new Counter({
      name: 'tailrace_ingest_entries_total',
      help: 'Entries that were sent, by what became of them.',
      labelNames: ['result'],
      registers,
    });
    this.#rejected = new Counter({
      name: 'tailrace_ingest_rejected_total',
      help: 'Entries that were refused, by reason.',
      labelNames: ['code'],
      registers,
    });
    this.#bySource = new Counter({
      name: 'tailrace_entries_total',
      help: `Entries that were stored, by level and source; the first ${MAX_SOURCES} sources of the main tenant have names.`,
      labelNames: ['source', 'level'],
      registers,
    });
    this.#dropped = new Counter({
      name: 'tailrace_client_dropped_entries_total',
      help: 'Entries that clients gave up, as they report it, by reason.',
      labelNames: ['reason'],
      registers,
    });
    // Series that are there from the start: a first failure shows as an increase.
    for (const result of ['accepted', 'duplicate', 'rejected']) this.#entries.inc({ result }, 0);
  }

  /** @param sessionOf tells what was reported before this process began */
  readReportsFrom(sessionOf: SessionOf): void {
    this.#sessionOf = sessionOf;
  }

  /**
   * Takes note of what is about to be stored.
   *
   * @returns counts it, once it is
   */
  async begin(
    news: readonly NewSegment[],
  ): Promise<(segments: readonly ParsedSegment[], positions: readonly (readonly number[])[]) => void> {
    for (const { tenant, session, dropped } of news) {
      if (dropped.length === 0 || this.#reported.has(`${tenant} ${session}`)) continue;
      const record = await this.#sessionOf(tenant, session);
      this.#remember(`${tenant} ${session}`, dropsIn(record?.dropped ?? []));
    }
    return (segments, positions) => {
      segments.forEach((segment, i) => this.#countEntries(segment, news[i]!.tenant, positions[i]!));
      for (const { tenant, session, dropped } of news) this.#countDrops(`${tenant} ${session}`, dropped);
    };
  }

  #countEntries({ entries, rejected }: ParsedSegment, tenant: string, positions: readonly number[]): void {
    // Added up first: a labelled counter costs more than all else that is done here for an entry.
    const stored = new Map<string, Map<LogLevel, number>>();
    let accepted = 0;
    entries.forEach(({ entry: { source, level } }, i) => {
      if (positions[i]! === 0) return;
      accepted += 1;
      const byLevel = stored.get(source) ?? new Map<LogLevel, number>();
      stored.set(source, byLevel.set(level, (byLevel.get(level) ?? 0) + 1));
    });
    this.#entries.inc({ result: 'accepted' }, accepted);
    this.#entries.inc({ result: 'duplicate' }, entries.length - accepted);
    for (const [ownSource, byLevel] of stored) {
      const source = this.#nameOf(tenant, ownSource);
      for (const [level, count] of byLevel) this.#bySource.inc({ source, level }, count);
    }
    if (rejected.length > 0) this.#entries.inc({ result: 'rejected' }, rejected.length);
    for (const { code } of rejected) this.#rejected.inc({ code });
  }

  /** A report holds all that a session gave up so far. */
  #countDrops(session: string, dropped: readonly DroppedRange[]): void {
    if (dropped.length === 0) return;
    const before = this.#reported.get(session);
    const now = dropsIn(dropped);
    for (const [reason, count] of now) {
      const more = count - (before?.get(reason) ?? 0);
      if (more > 0) this.#dropped.inc({ reason }, more);
    }
    this.#remember(session, now);
  }

  #remember(session: string, drops: Drops): void {
    this.#reported.delete(session);
    this.#reported.set(session, drops);
    if (this.#reported.size > MAX_REPORTING_SESSIONS) {
      this.#reported.delete(this.#reported.keys().next().value!);
    }
  }

  /** Of other tenants no names are given away. */
  #nameOf(tenant: string, ownSource: string): string {
    const source = tenant === DEFAULT_TENANT ? ownSource : `tenant/${tenant}`;
    if (this.#sources.has(source)) return source;
    if (this.#sources.size >= MAX_SOURCES) return OTHER;
    this.#sources.add(source);
    return source;
  }
}

function dropsIn(ranges: readonly DroppedRange[]): Drops {
  const drops = new Map<string, number>();
  for (const [from, to, reason] of ranges) {
    const known = REASONS.has(reason) ? reason : OTHER;
    drops.set(known, (drops.get(known) ?? 0) + to - from + 1);
  }
  return drops;
}
