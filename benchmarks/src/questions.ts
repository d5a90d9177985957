import { rareWord, timeOf, type EntrySeries } from './questionEntries.ts';

const HOUR = 3_600_000;

/** A question about a store, and the milliseconds in which it should be answered. */
export interface Question {
  readonly name: string;
  /** What follows `/api/v1/logs`. */
  readonly query: string;
  /** Milliseconds, as a median over HTTP on a machine that does nothing else. */
  readonly target?: number;
}

/** What people ask of a store; those without a target are there to be watched. */
export function questionsAbout(series: EntrySeries, deep: DeepCursors): Question[] {
  const start = new Date(series.end - 24 * HOUR).toISOString();
  const page = 'order=desc&limit=100';
  const word = rareWord(series.entries * 0.4);
  return [
    { name: 'stats, all', query: '/stats', target: 10 },
    { name: 'stats, 24 h', query: `/stats?start=${start}`, target: 10 },
    { name: 'stats of one conversation, 24 h', query: `/stats?conversation_id=c7&start=${start}` },
    { name: 'sources, all', query: '/sources', target: 10 },
    { name: 'histogram, 24 h by 5 min', query: `/histogram?interval=5m&start=${start}`, target: 30 },
    { name: 'histogram, 24 h by 2 min', query: `/histogram?interval=2m&start=${start}`, target: 30 },
    {
      name: 'histogram of one source, 24 h by 5 min',
      query: `/histogram?interval=5m&by=source&source=api&start=${start}`,
      target: 30,
    },
    {
      name: 'histogram of a logger, 24 h by 5 min',
      query: `/histogram?interval=5m&logger=api.orders&start=${start}`,
    },
    { name: 'facets of level, 24 h', query: `/facets?field=level&start=${start}` },
    { name: 'facets of user_id, 24 h', query: `/facets?field=user_id&start=${start}` },
    { name: 'newest 100', query: `?${page}`, target: 5 },
    { name: 'newest 100 of a source', query: `?source=worker&${page}`, target: 5 },
    { name: 'newest 100 of a level', query: `?level=error&${page}`, target: 5 },
    { name: 'newest 100 of a level that nobody used', query: `?level=critical&${page}`, target: 5 },
    { name: 'newest 100 of a logger', query: `?logger=shop.checkout&${page}`, target: 5 },
    { name: 'newest 100 of a user (1 in 1,000)', query: `?user_id=u17&${page}`, target: 5 },
    { name: 'newest 100 of a conversation (1 in 5,000)', query: `?conversation_id=c17&${page}`, target: 5 },
    { name: 'newest 100 of a user at a level', query: `?user_id=u50&level=error&${page}`, target: 5 },
    { name: 'oldest 100 of a user', query: '?user_id=u17&order=asc&limit=100', target: 5 },
    { name: 'newest 100 with a value in metadata (1 in 100)', query: `?q=sku:KET-7&${page}`, target: 20 },
    { name: 'newest 100 with a number in metadata (1 in 50)', query: `?q=price:3907&${page}`, target: 20 },
    { name: 'a value that nobody used', query: `?q=sku:KET-700&${page}`, target: 20 },
    { name: 'a rare word', query: `?search=${word}&${page}`, target: 10 },
    { name: 'a rare word in the filter language', query: `?q=${word}&${page}`, target: 10 },
    { name: 'a common word', query: `?q=cart&${page}` },
    { name: 'a phrase', query: `?q=${encodeURIComponent(`"look at ${word}"`)}&${page}` },
    { name: 'page deep in history', query: `?cursor=${deep.all}&limit=100`, target: 5 },
    {
      name: 'page deep in history, of a user',
      query: `?user_id=u17&cursor=${deep.ofUser}&limit=100`,
      target: 5,
    },
    {
      name: 'page deep in history, of a level',
      query: `?level=error&cursor=${deep.ofLevel}&limit=100`,
      target: 5,
    },
    {
      name: 'page deep in history, of a source',
      query: `?source=api&cursor=${deep.ofSource}&limit=100`,
      target: 5,
    },
  ];
}

/** Cursors of pages about a third into the store. */
export interface DeepCursors {
  readonly all: string;
  readonly ofUser: string;
  readonly ofLevel: string;
  readonly ofSource: string;
}

/** Finds the cursors by asking for what was before a time. */
export async function findDeepCursors(
  series: EntrySeries,
  ask: (query: string) => Promise<string>,
): Promise<DeepCursors> {
  const end = new Date(timeOf(series, series.entries / 3)).toISOString();
  const cursor = async (filter: string) => {
    const answer = JSON.parse(await ask(`?${filter}end=${end}&limit=1`)) as {
      pagination: { next: string | null };
    };
    if (answer.pagination.next === null) throw new Error(`Nothing lies before ${end} with ${filter}`);
    return encodeURIComponent(answer.pagination.next);
  };
  return {
    all: await cursor(''),
    ofUser: await cursor('user_id=u17&'),
    ofLevel: await cursor('level=error&'),
    ofSource: await cursor('source=api&'),
  };
}
