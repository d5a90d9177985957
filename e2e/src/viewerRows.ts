import type { Page } from 'playwright';

/** Turns of the wheel that may move nothing: the page paints when it can. */
const MAX_STUCK = 50;

/**
 * Scrolls through a viewer from its first row to its last, with keyboard and wheel as a person would, and
 * counts how often each entry stands in the document at once: more than one is a duplicate on screen.
 *
 * @returns entry id → the most rows that showed it at the same time
 */
export async function readViewerRows(page: Page): Promise<Map<string, number>> {
  // A tab in the background gets neither frames nor the wheel.
  await page.bringToFront();
  const list = page.locator('.tailrace-list');
  await list.hover();
  await list.focus();
  await page.keyboard.press('Home');
  const seen = new Map<string, number>();
  for (let before = Infinity, stuck = 0; stuck < MAX_STUCK;) {
    const { ids, left, step } = await list.evaluate(async (element) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const rows = [...element.querySelectorAll<HTMLElement>('[data-entry-id]')];
      return {
        ids: rows.map((row) => row.dataset['entryId']!),
        left: element.scrollHeight - element.clientHeight - element.scrollTop,
        step: Math.floor(element.clientHeight * 0.75),
      };
    });
    for (const id of new Set(ids)) {
      seen.set(id, Math.max(seen.get(id) ?? 0, ids.filter((other) => other === id).length));
    }
    if (left <= 1) return seen;
    stuck = left < before ? 0 : stuck + 1;
    before = left;
    await page.mouse.wheel(0, step);
  }
  throw new Error('The list does not scroll to its end');
}
