import { writeFileSync } from 'node:fs';
import type { FloodResult } from './floods.ts';
import { isKept, promisesOf } from './promises.ts';
import type { ViewerResults } from './ViewerResults.ts';

const RESULTS = new URL('../../results/', import.meta.url);

/** Keeps all figures as JSON, and as the page that people read. */
export function writeViewerReport(results: ViewerResults): void {
  const figures = { promises: promisesOf(results), ...results };
  writeFileSync(new URL('viewer.json', RESULTS), `${JSON.stringify(figures, undefined, 2)}\n`);
  writeFileSync(new URL('viewer.md', RESULTS), formatViewerReport(results));
}

/** The page that people read. */
export function formatViewerReport(results: ViewerResults): string {
  const promises = promisesOf(results);
  const { load, machine } = results;
  return [
    '# The viewer, measured',
    '',
    'In a real Chromium, on built pages. Made by `npm run bench -- viewer`.',
    '',
    '## Against what was promised',
    '',
    '| | target, at most | measured | |',
    '| --- | --- | --- | --- |',
    ...promises.map((promise) => {
      const { what, unit, target, measured } = promise;
      return `| ${what} | ${target} ${unit} | ${print(measured)} | ${isKept(promise) ? 'kept' : '**missed**'} |`;
    }),
    '',
    '## The flood, beside other lists',
    '',
    `${load.perSecond.toLocaleString('en')} structured entries a second for ${load.seconds} s, in frames of 30 ms that a`,
    'worker makes beside the page, as a server would. The viewer gets them as frames of the stream: parsing them,',
    'their order, their identity, its toolbar and its status bar are in its figures. The other lists are given what',
    'they take by their own way to append, after the page has parsed the frame: objects, or one line of text each.',
    'All keep 10,000 entries, save for the list that cannot be told to. Arrival is when the worker hands a frame over.',
    'Leaves out the network, and what the compositor does. The main thread is processor time, all tasks of the page.',
    '',
    '| list | 95 of 100 frames, ms | worst frame, ms | tasks above 50 ms | main thread, % of a core | arrival to screen, 95 of 100, ms | worst, ms | tail lost, long run | short runs |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...results.floods.map(floodRow),
    '',
    '## Rows that are held',
    '',
    ...results.held.map(
      ({ entries, firstPaintMs, wrapMs }) =>
        `- ${entries.toLocaleString('en')} entries: first paint on a new page ${list(firstPaintMs)} ms; wrap toggle ${list(wrapMs)} ms.`,
    ),
    `- ${results.wheel.entries.toLocaleString('en')} entries: a turn of the wheel by 240 px goes ${list(results.wheel.rowsPerTurn)} rows of 20 px, from the first row to the last ones.`,
    '',
    '## Buffers',
    '',
    ...results.buffers.flatMap(({ entries, bytes, text, searches, countMs, recountMs }) => [
      `- ${entries.toLocaleString('en')} entries: ${print(bytes / 1e6)} MB for ${print(text / 1e6)} MB of JSON; level, source, logger and histogram counted in ${print(countMs)} ms, again after a batch in ${print(recountMs)} ms.`,
      ...searches.map(
        ({ query, count, firstMs, allMs, longestTaskMs, batchMs }) =>
          `  - search \`${query}\`: ${count.toLocaleString('en')} hits, the first after ${print(firstMs)} ms, all after ${print(allMs)} ms, longest task ${print(longestTaskMs)} ms, a batch appended in ${print(batchMs)} ms`,
      ),
    ]),
    '',
    `Measured on: ${machine}.`,
    '',
  ].join('\n');
}

function floodRow({ list: name, figures, lostTails, shortRuns }: FloodResult): string {
  const cells = figures
    ? [
        print(figures.p95FrameMs),
        print(figures.worstFrameMs),
        String(figures.longTasks),
        print(figures.mainThread * 100),
        print(figures.p95LagMs),
        print(figures.worstLagMs),
        figures.isTailLost ? 'yes' : 'no',
      ]
    : ['did not come to its end', '', '', '', '', '', 'yes'];
  return `| ${[name, ...cells, `${lostTails} of ${shortRuns}`].join(' | ')} |`;
}

function list(values: readonly number[]): string {
  return values.map(print).join(', ');
}

function print(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
