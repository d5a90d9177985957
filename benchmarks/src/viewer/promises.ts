import { median } from '../Benchmark.ts';
import type { BufferFigures } from './buffers.ts';
import type { HeldFigures } from './heldRuns.ts';
import type { ViewerResults } from './ViewerResults.ts';

/** Something that was promised of the viewer, and what came of it. */
export interface Promised {
  readonly what: string;
  readonly unit: string;
  /** The most that it may be. */
  readonly target: number;
  /** Nothing where it could not be measured. */
  readonly measured: number | undefined;
}

const MEGABYTE = 1e6;
const WHEEL_ROWS = 12;

/** Compares what was measured with the targets of the project. */
export function promisesOf({ floods, held, wheel, buffers }: ViewerResults): Promised[] {
  const own = floods.find(({ list }) => list === 'Tailrace');
  const figures = own?.figures;
  const most = (what: string, unit: string, target: number, measured: number | undefined): Promised => ({
    what,
    unit,
    target,
    measured,
  });
  const paint = (entries: number) => middle(find(held, entries)?.firstPaintMs);
  const above = (entries: number) => {
    const buffer = find(buffers, entries);
    return buffer && (buffer.bytes - buffer.text) / MEGABYTE;
  };
  const million = find(buffers, 1_000_000);
  const literal = million?.searches[0];
  const tasks = million?.searches.map(({ longestTaskMs }) => longestTaskMs);
  return [
    most('flood: 95 of 100 frames', 'ms', 22, figures?.p95FrameMs),
    most('flood: longest task', 'ms', 50, figures?.longestTaskMs),
    most('flood: main thread', '% of a core', 35, figures && figures.mainThread * 100),
    most('flood: from arrival to screen, 95 of 100 batches', 'ms', 150, figures?.p95LagMs),
    most('flood: from arrival to screen, the worst batch', 'ms', 150, figures?.worstLagMs),
    most(`flood: tail lost, of ${own?.shortRuns ?? 0} runs`, 'runs', 0, own?.lostTails),
    most('first paint of 100,000 entries', 'ms', 60, paint(100_000)),
    most('first paint of 1,000,000 entries', 'ms', 120, paint(1_000_000)),
    most('memory above the text of 100,000 entries', 'MB', 8, above(100_000)),
    most('memory above the text of 1,000,000 entries', 'MB', 60, above(1_000_000)),
    most('wrap toggle of 100,000 entries', 'ms', 50, middle(find(held, 100_000)?.wrapMs)),
    most('wrap toggles after which the top line moved', 'toggles', 0, find(held, 100_000)?.movedTops),
    most(
      `240 px of the wheel in ${wheel.entries.toLocaleString('en')} rows: rows more or less than ${WHEEL_ROWS}`,
      'rows',
      0,
      Math.max(...wheel.rowsPerTurn.map((rows) => Math.abs(rows - WHEEL_ROWS))),
    ),
    most('search of 1,000,000 entries: first hit', 'ms', 50, literal?.firstMs),
    most('search of 1,000,000 entries: all hits', 'ms', 400, literal?.allMs),
    most('search of 1,000,000 entries: longest task', 'ms', 32, tasks && Math.max(...tasks)),
    most('facets and histogram of 1,000,000 entries, counted again', 'ms', 80, million?.recountMs),
  ];
}

/** Whether a promise is kept; one that was not measured is not. */
export function isKept({ target, measured }: Promised): boolean {
  return measured !== undefined && measured <= target;
}

function find<T extends HeldFigures | BufferFigures>(of: readonly T[], entries: number): T | undefined {
  return of.find((figures) => figures.entries === entries);
}

function middle(values: readonly number[] = []): number | undefined {
  return values.length > 0 ? median(values) : undefined;
}
