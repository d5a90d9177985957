import { compareLogLevels } from '@tailrace/protocol';
import { MAX_LISTED_SOURCES, type LogSources } from '../LogCounts.ts';
import type { Cell } from './Cell.ts';
import { mostFirst } from './mostFirst.ts';

interface Counted {
  count: number;
  errors: number;
  warnings: number;
  last: number;
}

/** Adds up what `sources` answers. */
export class SourcesTally {
  readonly #sources = new Map<string, Counted>();

  add({ level, source, count, last }: Cell): void {
    let counted = this.#sources.get(source);
    if (!counted) {
      counted = { count: 0, errors: 0, warnings: 0, last: -Infinity };
      this.#sources.set(source, counted);
    }
    counted.count += count;
    if (level === 'warning') counted.warnings += count;
    if (compareLogLevels(level, 'error') >= 0) counted.errors += count;
    counted.last = Math.max(counted.last, last);
  }

  result(partial: boolean): LogSources {
    const sources = [...this.#sources]
      .toSorted((a, b) => mostFirst([a[0], a[1].count], [b[0], b[1].count]))
      .slice(0, MAX_LISTED_SOURCES)
      .map(([source, counted]) => ({ source, ...counted }));
    return { sources, more: this.#sources.size - sources.length, partial };
  }
}
