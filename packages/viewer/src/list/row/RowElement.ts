import { DEFAULT_COLUMNS } from '../../columns/LogColumns.ts';
import type { FirstLabels } from '../../labels.ts';
import { ICON_PATHS } from '../../parts/iconPaths.ts';
import type { EntryRow, LogRow } from '../../stream/buffer/LogRow.ts';
import type { fieldText } from './fieldText.ts';
import { fetchButton, isFetchable, type GapFetch } from './GapFetch.ts';
import { describeRow, type NoticeRow } from './describeRow.ts';
import { renderText, type TextLook } from '../text/renderText.ts';

/** How rows show what they show. */
export interface RowLook extends TextLook {
  readonly labels: FirstLabels;
  readonly formatTime: (ms: number) => string;
  /** In the order in which they stand, ordered by `orderColumns`. */
  readonly columns?: readonly string[];
  /** Writes the fields of columns that show one; without it these are empty. */
  readonly fieldText?: typeof fieldText | undefined;
  /** Fetches what gaps left out, where that can be done. */
  readonly gaps?: GapFetch | undefined;
}

/** What is true of a row beside its content. */
export interface RowState {
  /** Place among all rows, from 1. */
  readonly ordinal: number;
  readonly selected: boolean;
  readonly current: boolean;
  readonly pinned: boolean;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * One line of the list: an element that is given one row after another. Text nodes and attributes only, since
 * log lines are hostile.
 */
export class RowElement {
  readonly element = cell('row', 'tailrace-row');
  row: LogRow | undefined;
  #look: RowLook | undefined;
  readonly #time = cell('gridcell', 'tailrace-time', 'time');
  readonly #mark = cell('gridcell', 'tailrace-level');
  readonly #glyph = document.createElementNS(SVG, 'path');
  readonly #word = part('tailrace-level-word');
  readonly #source = cell('gridcell', 'tailrace-source');
  readonly #logger = cell('gridcell', 'tailrace-source');
  readonly #message = cell('gridcell', 'tailrace-message');
  /** Of columns that show a field. */
  readonly #fields = new Map<string, HTMLElement>();
  #columns: readonly string[] | undefined;
  readonly #count = part('tailrace-count');
  readonly #text = part('tailrace-text');
  readonly #news = part('tailrace-error-news');
  readonly #notice = cell('gridcell', 'tailrace-gap-text');
  #kind: 'entry' | 'notice' | undefined;
  #ordinal = 0;
  #flags = -1;

  constructor() {
    this.#mark.append(icon(this.#glyph), this.#word);
    // Each message has its own direction; the columns stay where they are.
    this.#text.dir = 'auto';
    this.#message.append(this.#text);
  }

  /** Shows a row; does nothing when it shows it already. */
  show(row: LogRow, id: string, look: RowLook): void {
    const same = row === this.row || isSameEntry(row, this.row);
    if (same && look === this.#look) return;
    const sameWords = look.labels === this.#look?.labels;
    this.row = row;
    this.#look = look;
    this.element.id = id;
    if (row.kind === 'entry') this.#showEntry(row, look, sameWords);
    else this.#showNotice(row, look);
  }

  setState({ ordinal, selected, current, pinned }: RowState): void {
    const { element } = this;
    if (ordinal !== this.#ordinal) {
      this.#ordinal = ordinal;
      element.setAttribute('aria-rowindex', String(ordinal));
    }
    const flags = Number(selected) + 2 * Number(current) + 4 * Number(pinned);
    if (flags === this.#flags) return;
    this.#flags = flags;
    element.setAttribute('aria-selected', String(selected));
    element.toggleAttribute('data-current', current);
    element.toggleAttribute('data-pinned', pinned);
  }

  #showEntry({ entry, time, count = 1 }: EntryRow, look: RowLook, sameWords: boolean): void {
    const { element } = this;
    const { level, source, logger, message, error } = entry;
    const { columns = DEFAULT_COLUMNS } = look;
    if (this.#kind !== 'entry') {
      this.#kind = 'entry';
      element.className = 'tailrace-row';
      delete element.dataset['kind'];
      this.#columns = undefined;
    }
    if (columns !== this.#columns) {
      this.#columns = columns;
      element.replaceChildren(...columns.map((column) => this.#cellOf(column)));
    }
    if (element.dataset['level'] !== level || !sameWords) {
      element.dataset['level'] = level;
      this.#glyph.setAttribute('d', ICON_PATHS[level]);
      this.#word.textContent = look.labels.levels[level];
    }
    element.dataset['entryId'] = entry.id;
    element.dataset['cursor'] = entry.cursor;
    setText(this.#time, look.formatTime(time));
    this.#time.title = entry.timestamp;
    const loggerApart = columns.includes('logger');
    setText(this.#source, loggerApart ? source : whoSpeaks(source, logger));
    this.#source.title = logger && !loggerApart ? `${source} ${logger}` : source;
    if (loggerApart) setText(this.#logger, logger ?? '');
    for (const [field, shown] of this.#fields) {
      if (shown.parentNode) showField(shown, look.fieldText?.(entry, field) ?? '');
    }
    if (count > 1) {
      setText(this.#count, `×${count}`);
      if (!this.#count.parentNode) this.#message.prepend(this.#count);
    } else if (this.#count.parentNode) {
      this.#count.remove();
    }
    renderText(this.#text, message, look);
    // Most loggers repeat the error's message as the entry's.
    const news = error && !message.includes(error.message) ? `${error.name}: ${error.message}` : undefined;
    if (news !== undefined) {
      renderText(this.#news, news, look);
      if (!this.#news.isConnected) this.#message.append(this.#news);
    } else if (this.#news.parentNode) {
      this.#news.remove();
    }
  }

  #cellOf(column: string): HTMLElement {
    switch (column) {
      case 'time':
        return this.#time;
      case 'level':
        return this.#mark;
      case 'source':
        return this.#source;
      case 'logger':
        return this.#logger;
      case 'message':
        return this.#message;
    }
    const known = this.#fields.get(column) ?? cell('gridcell', 'tailrace-field');
    this.#fields.set(column, known);
    return known;
  }

  #showNotice(row: NoticeRow, { labels, gaps }: RowLook): void {
    const { element } = this;
    this.#kind = 'notice';
    element.className = 'tailrace-row tailrace-gap';
    element.dataset['kind'] = row.kind;
    delete element.dataset['level'];
    delete element.dataset['entryId'];
    delete element.dataset['cursor'];
    const glyph = document.createElementNS(SVG, 'path');
    glyph.setAttribute('d', ICON_PATHS[row.kind]);
    const words = part('tailrace-gap-words');
    words.textContent = describeRow(row, labels);
    this.#notice.replaceChildren(icon(glyph), words);
    if (row.kind === 'gap' && gaps && isFetchable(row)) this.#notice.append(fetchButton(row, gaps, labels));
    element.replaceChildren(this.#notice);
  }
}

/** An entry never changes; how many a row stands for does. */
function isSameEntry(row: LogRow, shown: LogRow | undefined): boolean {
  return (
    row.kind === 'entry' && shown?.kind === 'entry' && row.key === shown.key && row.count === shown.count
  );
}

function showField(element: HTMLElement, text: string): void {
  setText(element, text);
  element.title = text;
}

/** Loggers are often named after their source: `shop.cart` of `shop` says it all. */
function whoSpeaks(source: string, logger: string | undefined): string {
  if (!logger) return source;
  return logger === source || logger.startsWith(`${source}.`) ? logger : `${source} ${logger}`;
}

function cell(role: string, className: string, name: 'div' | 'time' = 'div'): HTMLElement {
  const element = document.createElement(name);
  element.setAttribute('role', role);
  element.className = className;
  return element;
}

function part(className: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  return element;
}

function icon(path: SVGPathElement): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'tailrace-icon');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}

function setText(element: HTMLElement, text: string): void {
  const node = element.firstChild;
  if (node instanceof Text) {
    if (node.data !== text) node.data = text;
  } else {
    element.textContent = text;
  }
}
