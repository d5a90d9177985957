import { describe, expect, it } from 'vitest';
import { POLL, setUpCapturePage } from '../../test/capturePage.ts';

const browser = setUpCapturePage();

/** Keeps the page from answering, in a task and a script of its own. */
const block = (ms: number, name: string) =>
  browser.page.evaluate(
    ([code]) => {
      const script = document.createElement('script');
      script.textContent = code!;
      document.body.append(script);
      return new Promise((resolve) => setTimeout(resolve));
    },
    [
      `setTimeout(function ${name}() { const end = performance.now() + ${ms}; while (performance.now() < end); });
       //# sourceURL=${browser.server.origin}/${name}.js?key=secret`,
    ],
  );

describe('captureLongTasks', () => {
  it('logs a long task with the script that took the time, also one from before', async () => {
    await block(300, 'early');
    await browser.page.evaluate(() => {
      const { captureLongTasks } = window.tool.captures;
      captureLongTasks(window.recorder, { thresholdMs: 250 });
      captureLongTasks(window.recorder, { thresholdMs: 250 });
    });
    await block(100, 'short');
    await block(300, 'late');
    const functions = async () =>
      (await browser.entries()).map(
        ({ metadata }) => (metadata!.scripts as { function: string }[] | undefined)?.[0]?.function,
      );
    await expect.poll(functions, POLL).toEqual(['early', 'late']);
    await browser.page.evaluate(() => {
      window.tool.captures.captureLongTasks(window.recorder, { thresholdMs: 250 });
      return new Promise((resolve) =>
        new PerformanceObserver(resolve).observe({ type: 'longtask', buffered: true }),
      ).then(() => 1);
    });
    expect(await functions()).toEqual(['early', 'late']);
    const found = (await browser.entries()).find(({ metadata }) =>
      JSON.stringify(metadata).includes('"late"'),
    )!;
    expect(found).toMatchObject({ level: 'warning', metadata: { type: 'long-animation-frame' } });
    expect(found.metadata!.duration_ms).toBeGreaterThanOrEqual(250);
    expect(found.metadata!.blocking_ms).toBeGreaterThan(0);
    expect((found.metadata!.scripts as object[])[0]).toMatchObject({
      file: `${browser.server.origin}/late.js?key`,
      duration_ms: expect.any(Number),
    });
    expect(JSON.stringify(await browser.entries())).not.toContain('key=');
  });

  it('logs long tasks where there are no animation frames, and can be undone', async () => {
    await browser.page.evaluate(() => {
      Object.defineProperty(PerformanceObserver, 'supportedEntryTypes', { value: ['longtask'] });
      Object.assign(window, { undo: window.tool.captures.captureLongTasks(window.recorder) });
    });
    await block(300, 'task');
    await expect.poll(async () => (await browser.entries()).length, POLL).toBeGreaterThan(0);
    const [entry] = await browser.entries();
    expect(entry).toMatchObject({ level: 'warning', metadata: { type: 'longtask' } });
    expect(entry!.metadata!.duration_ms).toBeGreaterThanOrEqual(300);
    const before = (await browser.entries()).length;
    await browser.page.evaluate(() => {
      (window as unknown as { undo: () => void }).undo();
      Object.assign(window, {
        told: new Promise((resolve) => new PerformanceObserver(resolve).observe({ type: 'longtask' })),
      });
    });
    await block(300, 'undone');
    await browser.page.evaluate(() => (window as unknown as { told: Promise<void> }).told.then(() => 1));
    expect(await browser.entries()).toHaveLength(before);
  });

  it('does nothing where the browser tells of no long tasks', async () => {
    const undone = await browser.page.evaluate(() => {
      Reflect.deleteProperty(window, 'PerformanceObserver');
      window.tool.captures.captureLongTasks(window.recorder)();
      return 'alive';
    });
    expect(undone).toBe('alive');
  });
});
