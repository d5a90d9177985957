import { describe, expect, it } from 'vitest';
import { makeRecorder, POLL, setUpCapturePage } from '../../test/capturePage.ts';

const browser = setUpCapturePage();
const SECRET = ['s3cr', 'et'].join('');

async function openPolicyPage(policy: string): Promise<void> {
  browser.server.policy = policy;
  await browser.page.goto(`${browser.server.origin}/policy`);
  await makeRecorder(browser.page);
}

/** Two real violations: an image of another origin, and an inline script. */
const violate = () =>
  browser.page.evaluate(
    ([url]) => {
      new Image().src = url!;
      const script = document.createElement('script');
      script.textContent = 'window.wasRun = true';
      document.body.append(script);
    },
    [`${browser.server.otherOrigin}/a.png?sig=${SECRET}`],
  );
const messages = async () => (await browser.entries()).map(({ level, message }) => `${level} ${message}`);
const violations = () => [
  'error Content Security Policy: script-src-elem forbids inline',
  `error Content Security Policy: img-src forbids ${browser.server.otherOrigin}/a.png?sig`,
];

describe('captureReports', () => {
  it('logs violations of the policy, also those from before, without secrets', async () => {
    await openPolicyPage("default-src 'self'");
    await violate();
    await browser.page.evaluate(() => {
      const { captureReports } = window.tool.captures;
      captureReports(window.recorder);
      captureReports(window.recorder);
    });
    await expect.poll(async () => (await messages()).toSorted(), POLL).toEqual(violations().toSorted());
    const entries = await browser.entries();
    expect(entries.find(({ message }) => message.includes('img-src'))?.metadata).toMatchObject({
      type: 'csp-violation',
      directive: 'img-src',
      blocked: `${browser.server.otherOrigin}/a.png?sig`,
      disposition: 'enforce',
    });
    expect(JSON.stringify(entries)).not.toContain(SECRET);
  });

  it('logs violations where there is no ReportingObserver, and can be undone', async () => {
    await openPolicyPage("default-src 'self'");
    await browser.page.evaluate(() => {
      Reflect.deleteProperty(window, 'ReportingObserver');
      Object.assign(window, { undo: window.tool.captures.captureReports(window.recorder) });
    });
    await violate();
    await expect.poll(async () => (await messages()).toSorted(), POLL).toEqual(violations().toSorted());
    await browser.page.evaluate(() => (window as unknown as { undo: () => void }).undo());
    const heard = browser.page.evaluate(
      () =>
        new Promise((resolve) => document.addEventListener('securitypolicyviolation', () => resolve(true))),
    );
    await violate();
    expect(await heard).toBe(true);
    expect(await messages()).toHaveLength(2);
  });

  it('logs deprecated features in use, and only the chosen types', async () => {
    await browser.page.evaluate(() => {
      const { captureReports } = window.tool.captures;
      const other = window.tool.createRecordingLogger();
      Object.assign(window, { other });
      captureReports(window.recorder);
      captureReports(other, { types: ['csp-violation'] });
      // Deprecated, and reported as such by Chromium.
      const xhr = new XMLHttpRequest();
      xhr.open('GET', '/', false);
      xhr.send();
    });
    await expect.poll(async () => (await browser.entries()).length, POLL).toBe(1);
    const [entry] = await browser.entries();
    expect(entry).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('deprecated'),
      metadata: { type: 'deprecation', id: expect.any(String) },
    });
    expect(
      await browser.page.evaluate(() => (window as unknown as { other: Window['recorder'] }).other.entries),
    ).toEqual([]);
  });
});
