import { EVERYTHING, parseFilter, type LogEntry, type LogFilter } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { describeLogCounts } from './tally/contract.ts';
import {
  REPLAY_PAGE_ENTRIES,
  type LogQuery,
  type LogStore,
  type ReadEntry,
  type TimeKey,
} from './LogStore.ts';

/** What every store must do. Each test has a tenant of its own, so that one store serves them all. */
export function describeLogStore(name: string, open: () => Promise<LogStore>): void {
  describe(`${name} store`, () => {
    let store: LogStore;
    let tenants = 0;

    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    function newTenant(): string {
      tenants += 1;
      return `tenant-${tenants}`;
    }

    function ask(tenant: string, query: Partial<LogQuery> = {}) {
      return store.query({
        tenant,
        filter: EVERYTHING,
        order: 'asc',
        after: undefined,
        limit: 100,
        ...query,
      });
    }

    function span(tenant: string, filter: LogFilter = EVERYTHING, after = 0) {
      return { tenant, filter, after, upTo: store.head };
    }

    it('gives positions in commit order, without holes, over appends at the same time', async () => {
      const tenant = newTenant();
      const before = store.head;
      const appended = await Promise.all(
        seqs(20).map(() =>
          store.append([
            newSegment(
              seqs(3).map((seq) => logLine(seq)),
              { tenant },
            ),
          ]),
        ),
      );
      const positions = appended.flatMap((one) => one.positions.flat());
      expect(positions).toEqual(seqs(60).map((i) => before + i));
      expect(appended.every(({ from, to }) => to === from + 3)).toBe(true);
      expect(store.head).toBe(before + 60);
    });

    it('keeps an entry once, however often and in whatever company it is sent', async () => {
      const tenant = newTenant();
      const segment = newSegment([logLine(1), logLine(2)], { tenant });
      const { entries, ...rest } = segment;
      await store.append([segment]);
      const head = store.head;
      const again = await store.append([
        segment,
        newSegment([logLine(2), logLine(3)], { ...rest, entries: [] }),
      ]);
      expect(again).toEqual({ from: head, to: head, positions: [[0, 0], []] });
      const mixed = await store.append([
        { ...rest, entries: [...entries, ...newSegment([logLine(3)]).entries] },
      ]);
      expect(mixed.positions).toEqual([[0, 0, head + 1]]);
      expect((await ask(tenant)).entries.map(seqOf)).toEqual([1, 2, 3]);
    });

    it('finds a repetition within one append', async () => {
      const tenant = newTenant();
      const segment = newSegment([logLine(1)], { tenant });
      const { positions } = await store.append([segment, segment]);
      expect(positions).toEqual([[store.head], [0]]);
    });

    it('keeps identities of tenants apart, and shows a tenant only its own', async () => {
      const [mine, theirs] = [newTenant(), newTenant()];
      const segment = newSegment([logLine(1, { message: 'Mine' })], { tenant: mine });
      await store.append([segment, { ...segment, tenant: theirs }]);
      const { entries } = await ask(mine);
      expect(entries).toHaveLength(1);
      expect((await store.readAfter(span(theirs))).entries).toHaveLength(1);
      expect(await store.entry(newTenant(), segment.session, 1)).toBeUndefined();
      expect(await store.entry(theirs, segment.session, 1)).toContain('"Mine"');
    });

    it('gives back the line byte for byte behind what the server knows', async () => {
      const tenant = newTenant();
      const line =
        '{"seq":1, "timestamp":"2026-11-20T10:30:00Z","level":"info","source":"a","message":"\\u00e9 é","__proto__":{"x":1}}';
      const entry = JSON.parse(line) as ReturnType<typeof logLine>;
      const segment = {
        ...newSegment([], { tenant, resource: '{"app":"shop"}' }),
        entries: [{ line, entry }],
      };
      await store.append([segment]);
      const text = await store.entry(tenant, segment.session, 1);
      expect(text?.endsWith(line.slice(1))).toBe(true);
      expect(JSON.parse(text!)).toMatchObject({
        id: `${segment.session}-1`,
        session: segment.session,
        received_at: '2026-11-20T10:30:01.000Z',
        cursor: `${store.epoch}.${store.head}`,
        resource: { app: 'shop' },
      });
    });

    it('orders by time and, within one time, by arrival, in both directions', async () => {
      const tenant = newTenant();
      const times = [3, 1, 2, 1, 3].map((second) => `2026-11-20T10:30:0${second}.000Z`);
      await store.append([
        newSegment(
          times.map((timestamp, i) => logLine(i + 1, { timestamp })),
          { tenant },
        ),
      ]);
      expect((await ask(tenant)).entries.map(seqOf)).toEqual([2, 4, 3, 1, 5]);
      expect((await ask(tenant, { order: 'desc' })).entries.map(seqOf)).toEqual([5, 1, 3, 4, 2]);
    });

    it.each(['asc', 'desc'] as const)(
      'pages %s without gap or repeat while entries arrive',
      async (order) => {
        const tenant = newTenant();
        await store.append([
          newSegment(
            seqs(25).map((seq) => logLine(seq)),
            { tenant },
          ),
        ]);
        const ids: string[] = [];
        let after: TimeKey | undefined;
        do {
          const page = await ask(tenant, { order, after, limit: 4 });
          ids.push(...page.entries.map(idOf));
          after = page.next;
          // Older and newer than everything that is being paged through.
          for (const timestamp of ['2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z']) {
            await store.append([newSegment([logLine(1, { timestamp, message: 'Later' })], { tenant })]);
          }
        } while (after && ids.length < 200);
        expect(new Set(ids).size).toBe(ids.length);
        const all = (await ask(tenant, { filter: parseFilter('-Later'), limit: 1000 })).entries.map(idOf);
        expect(ids.filter((id) => all.includes(id))).toEqual(order === 'asc' ? all : all.toReversed());
      },
    );

    it('says that there is no next page when a page is exactly full', async () => {
      const tenant = newTenant();
      await store.append([newSegment([logLine(1), logLine(2)], { tenant })]);
      expect((await ask(tenant, { limit: 2 })).next).toBeUndefined();
      expect((await ask(tenant, { limit: 1 })).next).toBeDefined();
    });

    it('ends a page at a length, with one entry at least', async () => {
      const tenant = newTenant();
      await store.append([
        newSegment(
          seqs(5).map((seq) => logLine(seq)),
          { tenant },
        ),
      ]);
      const { length } = (await ask(tenant)).entries[0]!.text;
      const first = await ask(tenant, { maxLength: length + 1 });
      expect(first.entries.map(seqOf)).toEqual([1, 2]);
      const second = await ask(tenant, { maxLength: 1, after: first.next });
      expect(second.entries.map(seqOf)).toEqual([3]);
      const last = await ask(tenant, { maxLength: length * 2, after: second.next });
      expect(last.entries.map(seqOf)).toEqual([4, 5]);
      expect(last.next).toBeUndefined();
    });

    it.each(['asc', 'desc'] as const)('finds %s where a page by number begins, and counts', async (order) => {
      const tenant = newTenant();
      const times = [3, 1, 2, 1, 3, 2, 2].map((second) => `2026-11-20T10:30:0${second}.000Z`);
      const entries = times.map((timestamp, i) =>
        logLine(i + 1, { timestamp, source: i < 5 ? 'api' : 'worker', context: { user_id: String(i % 2) } }),
      );
      await store.append([newSegment(entries, { tenant })]);
      for (const filter of ['', 'source:api', 'user_id:0', 'Entry', '-source:api'].map(parseFilter)) {
        const all = (await ask(tenant, { filter, order })).entries;
        expect(all.length).toBeGreaterThan(1);
        for (const offset of Array.from({ length: all.length + 2 }, (_, i) => i)) {
          const found = await store.locate({ tenant, filter, order, offset });
          expect(found).toMatchObject({ total: all.length, partial: false });
          const isWithin = offset > 0 && offset < all.length;
          expect(found.after === undefined).toBe(!isWithin);
          if (!isWithin) continue;
          const rest = await ask(tenant, { filter, order, after: found.after });
          expect(rest.entries).toEqual(all.slice(offset));
        }
      }
    });

    it('replays in commit order, page by page, up to where it is asked', async () => {
      const tenant = newTenant();
      const before = store.head;
      const count = REPLAY_PAGE_ENTRIES + 10;
      await store.append([
        newSegment(
          seqs(count).map((seq) => logLine(seq)),
          { tenant },
        ),
      ]);
      const pages = [await store.readAfter(span(tenant, EVERYTHING, before))];
      // A page may end early, where its time is over.
      // oxlint-disable-next-line no-await-in-loop
      while (pages.at(-1)!.to < store.head)
        pages.push(await store.readAfter(span(tenant, EVERYTHING, pages.at(-1)!.to)));
      expect(pages.length).toBeGreaterThan(1);
      for (const page of pages) {
        expect(page.entries.length).toBeLessThanOrEqual(REPLAY_PAGE_ENTRIES);
        expect(page.entries.every(({ position }) => position <= page.to)).toBe(true);
      }
      expect(pages.flatMap(({ entries }) => entries).map(seqOf)).toEqual(seqs(count));
      expect(pages.at(-1)!.to).toBe(store.head);
      const upTo = before + 3;
      const short = await store.readAfter({ tenant, filter: EVERYTHING, after: before, upTo });
      expect(short.entries.map(seqOf)).toEqual([1, 2, 3]);
      expect(short.to).toBe(upTo);
    });

    it('counts, and finds where the last entries begin', async () => {
      const tenant = newTenant();
      const before = store.head;
      await store.append([
        newSegment(
          seqs(10).map((seq) => logLine(seq, { level: seq % 2 ? 'error' : 'info' })),
          { tenant },
        ),
      ]);
      const errors = parseFilter('level:error');
      expect(await store.count(span(tenant, errors, before))).toEqual({ count: 5, to: store.head });
      expect(await store.count(span(tenant, errors, before + 9))).toEqual({ count: 0, to: store.head });
      expect(await store.startOfLast(span(tenant, errors), 2)).toEqual({ found: 2, after: before + 6 });
      expect(await store.startOfLast(span(tenant, errors), 0)).toEqual({ found: 0, after: store.head });
      expect(await store.startOfLast(span(tenant, errors), 100)).toEqual({ found: 5, after: 0 });
    });

    it('accounts for a session', async () => {
      const tenant = newTenant();
      const segment = newSegment(
        [1, 2, 5, 6, 9].map((seq) => logLine(seq)),
        { tenant, emitted: 12 },
      );
      await store.append([segment]);
      await store.append([{ ...segment, entries: [], emitted: 10, dropped: [[3, 3, 'queue_full']] }]);
      await store.append([{ ...segment, entries: [], emitted: 12, dropped: [] }]);
      expect(await store.session(tenant, segment.session)).toEqual({
        emitted: 12,
        stored: [
          [1, 2],
          [5, 6],
          [9, 9],
        ],
        dropped: [[3, 3, 'queue_full']],
        removed: [],
      });
      expect(await store.session(newTenant(), segment.session)).toBeUndefined();
    });

    describeLogCounts(() => store, newTenant);

    it('is ready', async () => {
      expect(await store.readiness()).toEqual({ writer: true, reader: true });
    });
  });
}

function seqOf({ text }: ReadEntry): number {
  return (JSON.parse(text) as LogEntry).seq;
}

function idOf({ text }: ReadEntry): string {
  return (JSON.parse(text) as LogEntry).id;
}
