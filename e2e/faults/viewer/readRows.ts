import type { Page } from 'playwright';

/** A row as it stands in the document. */
export interface ShownRow {
  /** Of an entry; nothing of others. */
  readonly id?: string;
  /** What else it tells of: `gap`, `drop`, `loss`. */
  readonly kind?: string;
  /** How many entries it tells of. */
  readonly count: number;
}

/** Milliseconds without anything new after which the list is taken to be stuck. */
const STUCK_MS = 5000;

/**
 * Scrolls through a viewer from its first row to its last by the wheel, as a person would.
 *
 * @returns every row by its place among all
 * @throws when not every place came into the document
 */
export async function readRows(page: Page): Promise<Map<number, ShownRow>> {
  await page.bringToFront();
  const list = page.locator('.tailrace-list');
  await list.hover();
  await list.focus();
  await page.keyboard.press('Home');
  const rows = new Map<number, ShownRow>();
  for (let newAt = performance.now(); ;) {
    const { seen, total, step } = await list.evaluate(async (element) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return {
        seen: [...element.querySelectorAll<HTMLElement>('[aria-rowindex]')].map((row) => ({
          index: Number(row.getAttribute('aria-rowindex')),
          id: row.dataset['entryId'],
          kind: row.dataset['kind'],
          text: row.textContent,
        })),
        total: Number(element.getAttribute('aria-rowcount')),
        step: Math.floor(element.clientHeight * 0.75),
      };
    });
    const before = rows.size;
    for (const { index, id, kind, text } of seen) {
      const count = Number(/^[\d,]+/.exec(text.trim())?.[0].replaceAll(',', '') ?? 0);
      rows.set(index, id === undefined ? { kind: kind ?? 'other', count } : { id, count: 1 });
    }
    if (rows.size >= total) return rows;
    if (rows.size > before) newAt = performance.now();
    if (performance.now() - newAt > STUCK_MS) {
      throw new Error(`Of ${total} rows ${rows.size} came into the document, and then no more`);
    }
    await page.mouse.wheel(0, step);
  }
}
