/// <reference types="@vitest/browser-playwright" />
import { formatCursor, formatEntryId, LOG_LEVELS, type LogEntry } from '@tailrace/protocol/core';
import { useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { LogBuffer } from '../stream/LogBuffer.ts';
import '../styles.css';
import { spanOf, totalOf, type BarChart } from './BarChart.ts';
import { Facet } from './Facet.tsx';
import { Histogram } from './Histogram.tsx';
import type { TimeSpan } from './TimeRange.ts';
import { useBufferCounts } from './useBufferCounts.ts';

const ENTRIES = 1_000_000;
const START = Date.UTC(2026, 10, 20);
const SOURCES = ['web', 'api', 'checkout', 'worker', 'search', 'mail'] as const;
const FIELDS = ['level', 'source', 'logger'] as const;
const NO_CHOICE = { chosen: [], excluded: [] };

/** Repeatable, and without a pattern that bars or facets could share. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Told {
  readonly time: number;
  readonly level: number;
  readonly source: number;
  readonly logger: number;
}

/** What was logged, told apart from the buffer: the oracle counts this. */
const told: Told[] = [];

function fill(): LogBuffer {
  const buffer = new LogBuffer({ capacity: ENTRIES });
  const random = randomNumbers(7);
  const session = 'manyEntries00001';
  let time = START;
  for (let seq = 1; seq <= ENTRIES;) {
    const batch: LogEntry[] = [];
    for (; batch.length < 10_000 && seq <= ENTRIES; seq += 1) {
      time += Math.floor(random() ** 4 * 30);
      const pick = {
        time,
        level: Math.floor(random() ** 2 * LOG_LEVELS.length),
        source: Math.floor(random() * SOURCES.length),
        logger: Math.floor(random() * 40),
      };
      told.push(pick);
      const timestamp = new Date(time).toISOString();
      batch.push({
        id: formatEntryId(session, seq),
        session,
        seq,
        timestamp,
        received_at: timestamp,
        cursor: formatCursor('e1', seq),
        level: LOG_LEVELS[pick.level]!,
        source: SOURCES[pick.source]!,
        logger: `shop.part${pick.logger}`,
        message: 'Something happened',
      });
    }
    buffer.append(batch);
  }
  return buffer;
}

function count({ from, to }: TimeSpan, field: (typeof FIELDS)[number]): Record<string, number> {
  const names = { level: LOG_LEVELS, source: SOURCES, logger: undefined }[field];
  const counts: Record<string, number> = {};
  for (const one of told) {
    if (one.time < from || one.time >= to) continue;
    const value = names ? names[one[field]]! : `shop.part${one[field]}`;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

interface Seen {
  readonly brush: TimeSpan | undefined;
  readonly chart: BarChart;
  readonly values: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

let seen: Seen;
const onSeen = (what: Seen) => {
  seen = what;
};

function Counted({ buffer, brush }: { readonly buffer: LogBuffer; readonly brush: TimeSpan | undefined }) {
  const counts = useBufferCounts(buffer, brush);
  const values = FIELDS.map((field) => [field, counts.values(field)] as const);
  useLayoutEffect(() => {
    const tell = values.map(([field, list]) => [
      field,
      Object.fromEntries(list.map(({ value, count: times }) => [value, times])),
    ]);
    onSeen({ brush, chart: counts.chart, values: Object.fromEntries(tell) as Seen['values'] });
  });
  return (
    <div className="tailrace-viewer tailrace-explorer">
      <Histogram chart={counts.chart} brush={brush} onDraft={() => {}} onBrush={() => {}} isLoading={false} />
      {values.map(([field, list]) => (
        <Facet
          key={field}
          field={field}
          values={list}
          choice={NO_CHOICE}
          more={0}
          isLoading={false}
          isPartial={false}
          onMore={() => {}}
          onToggle={() => {}}
        />
      ))}
    </div>
  );
}

it(
  'counts a million entries, and any part that is brushed over, as a count one by one does',
  { timeout: 180_000 },
  async () => {
    const buffer = fill();
    const root = createRoot(document.body.appendChild(document.createElement('div')));
    root.render(<Counted buffer={buffer} brush={undefined} />);
    await expect.element(page.getByRole('slider')).toBeVisible();
    await expect.poll(() => seen.chart.bars.reduce((sum, bar) => sum + totalOf(bar), 0)).toBe(ENTRIES);
    const { chart } = seen;
    expect(chart.bars.length).toBeGreaterThan(50);
    for (const { time, counts } of chart.bars) {
      const inBar = count({ from: time, to: time + chart.interval }, 'level');
      expect(counts).toEqual(LOG_LEVELS.map((level) => inBar[level] ?? 0));
    }
    const all = { from: -Infinity, to: Infinity };
    for (const field of FIELDS) expect(seen.values[field]).toEqual(count(all, field));

    const whole = spanOf(chart)!;
    const random = randomNumbers(11);
    const took: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const [a, b] = [random(), random()].toSorted((x, y) => x - y) as [number, number];
      const at = (share: number) =>
        whole.from + Math.round((share * (whole.to - whole.from)) / chart.interval) * chart.interval;
      const brush = { from: at(a), to: at(b) + chart.interval };
      const begun = performance.now();
      root.render(<Counted buffer={buffer} brush={brush} />);
      // What is drawn in one frame is on screen in the next.
      do await new Promise(requestAnimationFrame);
      while (seen.brush !== brush);
      await new Promise(requestAnimationFrame);
      took.push(performance.now() - begun);
      for (const field of FIELDS) expect([field, seen.values[field]]).toEqual([field, count(brush, field)]);
    }
    took.sort((a, b) => a - b);
    // Told and not tested: how long it takes depends upon what else the machine does.
    console.info(
      `repainted in ${took[10]!.toFixed(0)} ms at the median, ${took.at(-1)!.toFixed(0)} ms at most`,
    );
    root.unmount();
  },
);
