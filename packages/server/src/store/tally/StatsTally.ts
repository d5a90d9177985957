import { LOG_CATEGORIES, LOG_LEVELS, type LogCategory, type LogLevel } from '@tailrace/protocol';
import type { LogStats } from '../LogCounts.ts';
import type { Cell } from './Cell.ts';

/** Adds up what `stats` answers. */
export class StatsTally {
  readonly #levels = zeros<LogLevel>(LOG_LEVELS);
  readonly #categories = zeros<LogCategory>(LOG_CATEGORIES);
  readonly #sources = new Set<string>();
  #total = 0;
  #first = Infinity;
  #last = -Infinity;

  add({ level, category, source, count, first, last }: Cell): void {
    this.#levels[level] += count;
    this.#categories[category] += count;
    this.#sources.add(source);
    this.#total += count;
    this.#first = Math.min(this.#first, first);
    this.#last = Math.max(this.#last, last);
  }

  result(partial: boolean): LogStats {
    const isEmpty = this.#total === 0;
    return {
      total: this.#total,
      levels: this.#levels,
      categories: this.#categories,
      sources: this.#sources.size,
      first: isEmpty ? undefined : this.#first,
      last: isEmpty ? undefined : this.#last,
      partial,
    };
  }
}

function zeros<K extends string>(names: readonly K[]): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
}
