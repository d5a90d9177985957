import type { Page } from 'playwright';

/** Reads how long the main thread of a page has been at work so far, in seconds: all tasks, not only ours. */
export async function createTaskClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const duration = metrics.find(({ name }) => name === 'TaskDuration');
    if (!duration) throw new Error('This browser does not tell its task duration');
    return duration.value;
  };
}
