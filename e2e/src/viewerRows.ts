import type { Page } from 'playwright';

/**
 * Scrolls through a viewer from its first row to its last, and counts how often each entry stands in the
 * DOM at once: more than one is a duplicate on screen.
 *
 * @returns entry id → the most rows that showed it at the same time
 */
export async function readViewerRows(page: Page): Promise<Map<string, number>> {
  const rows = await page.evaluate(async () => {
    const list = document.querySelector('.tailrace-list');
    if (!list) throw new Error('There is no list on the page');
    const seen: Record<string, number> = {};
    const nextFrame = () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    list.scrollTop = 0;
    for (;;) {
      await nextFrame();
      const now: Record<string, number> = {};
      for (const row of list.querySelectorAll<HTMLElement>('[data-entry-id]')) {
        const id = row.dataset['entryId']!;
        now[id] = (now[id] ?? 0) + 1;
        seen[id] = Math.max(seen[id] ?? 0, now[id]);
      }
      if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) return seen;
      list.scrollTop += list.clientHeight / 2;
    }
  });
  return new Map(Object.entries(rows));
}
