import { describe, expect, it } from 'vitest';
import { POLL, setUpCapturePage } from '../../test/capturePage.ts';

const browser = setUpCapturePage();

describe('captureWebVitals', () => {
  it('logs what the library measures in a real page, once per metric', async () => {
    const { page, server } = browser;
    await page.evaluate(() => {
      const { captureWebVitals } = window.tool.captures;
      document.body.append('Something to paint.');
      captureWebVitals(window.recorder, window.tool.webVitals);
      captureWebVitals(window.recorder, window.tool.webVitals);
    });
    const names = async () =>
      (await browser.entries()).map(({ metadata }) => String(metadata!.name)).toSorted();
    await expect.poll(names, POLL).toEqual(['FCP', 'TTFB']);
    const entry = (await browser.entries()).find(({ metadata }) => metadata!.name === 'TTFB')!;
    expect(entry).toEqual({
      level: entry.metadata!.rating === 'good' ? 'info' : 'warning',
      message: `TTFB ${String(entry.metadata!.rating)}`,
      metadata: {
        name: 'TTFB',
        value: expect.any(Number),
        rating: expect.stringMatching(/^(good|needs-improvement|poor)$/),
        id: expect.any(String),
        navigation_type: 'navigate',
      },
    });
    // The others are final when the page goes away.
    await page.evaluate(() => {
      window.recorder.onEntry = ({ message }) =>
        sessionStorage.setItem('seen', `${sessionStorage.getItem('seen') ?? ''} ${message}`);
    });
    await page.goto(`${server.origin}/?again`);
    expect(await page.evaluate(() => sessionStorage.getItem('seen'))).toMatch(/LCP (good|needs|poor)/);
  });

  it('logs nothing after it is undone, and takes a part of the library', async () => {
    const messages = await browser.page.evaluate(async () => {
      const { captures, webVitals, createRecordingLogger } = window.tool;
      const undone = createRecordingLogger();
      captures.captureWebVitals(undone, { onTTFB: webVitals.onTTFB })();
      const heard = new Promise<string>((resolve) => {
        window.recorder.onEntry = ({ message }) => resolve(message);
      });
      captures.captureWebVitals(window.recorder, { onTTFB: webVitals.onTTFB });
      const message = await heard;
      return [message, ...undone.entries.map((entry) => entry.message)];
    });
    expect(messages).toEqual([expect.stringContaining('TTFB')]);
  });
});
