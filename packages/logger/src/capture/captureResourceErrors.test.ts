import { describe, expect, it } from 'vitest';
import { setUpCapturePage } from '../../test/capturePage.ts';

const browser = setUpCapturePage();
const SECRET = ['s3cr', 'et'].join('');

describe('captureResourceErrors', () => {
  it('logs images, scripts and links that could not be loaded, and no others', async () => {
    const { page, server } = browser;
    await page.evaluate(async (secret) => {
      const { captureResourceErrors } = window.tool.captures;
      captureResourceErrors(window.recorder);
      const undo = captureResourceErrors(window.recorder);
      const fail = async (element: HTMLElement, properties: object) => {
        Object.assign(element, properties);
        const failed = new Promise((resolve) => element.addEventListener('error', resolve));
        document.body.append(element);
        await failed;
      };
      await fail(document.createElement('img'), { src: `/status/404?sig=${secret}#${secret}` });
      await fail(document.createElement('script'), { src: '/cut/app.js' });
      await fail(document.createElement('link'), { rel: 'stylesheet', href: '/status/500' });
      reportError(new Error('not a resource'));
      undo();
      await fail(document.createElement('img'), { src: '/status/410' });
    }, SECRET);
    const [image, script, link] = ['/status/404?sig', '/cut/app.js', '/status/500'].map(
      (path) => server.origin + path,
    );
    expect(await browser.entries()).toEqual([
      { level: 'warning', message: `Could not load img ${image}`, metadata: { element: 'img', url: image } },
      {
        level: 'error',
        message: `Could not load script ${script}`,
        metadata: { element: 'script', url: script },
      },
      { level: 'error', message: `Could not load link ${link}`, metadata: { element: 'link', url: link } },
    ]);
  });
});
