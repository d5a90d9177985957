import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../../testing/expectations.ts';
import { startTestServer, type TestServer } from '../../testing/testServer.ts';

const PAGE = '<!doctype html><title>Console</title>';
const HTML = { headers: { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, key: '' };

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tailrace-console-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'assets', 'index-a1B2c3D4.js'), 'export {}');
  server = await startTestServer({ LOG_CONSOLE_DIR: folder });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('the console', () => {
  it.each(['/', '/traces/order-4711', '/no/such/page', '/jobs/run.77'])(
    'is what a browser gets at %s',
    async (path) => {
      const page = await server.fetch(path, HTML);
      expect([page.status, await page.text()]).toEqual([200, PAGE]);
      expect(page.headers.get('Content-Type')).toMatch(/^text\/html/);
      expect(page.headers.get('Cache-Control')).toBe('no-cache');
      const policy = page.headers.get('Content-Security-Policy');
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types tailrace");
      expect(policy).toContain("frame-ancestors 'none'");
    },
  );

  it('has files that may be kept for ever, for their names change with them', async () => {
    const script = await server.fetch('/assets/index-a1B2c3D4.js', { key: '' });
    expect(script.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('Content-Type')).toMatch(/javascript/);
  });

  it.each(['/api/v1/nothing', '/api/nothing', '/ws/nothing', '/assets/nothing.js', '/demo/nothing'])(
    'is not at %s, whoever asks',
    async (path) => {
      await expectProblem(await server.fetch(path, HTML), 'not_found', /nothing/);
    },
  );

  it('is nothing for programs, which are told what is wrong', async () => {
    await expectProblem(await server.fetch('/traces/order-4711'), 'not_found', /nothing at/);
    await expectProblem(
      await server.fetch('/traces/x', { ...HTML, method: 'POST' }),
      'not_found',
      /nothing at/,
    );
    const wrong = await server.fetch('/sign-out', HTML);
    await expectProblem(wrong, 'method_not_allowed', /Use POST/);
  });

  it('gives nothing of the folder’s neighbours', async () => {
    const answer = await server.fetch('/assets/..%2f..%2fkeys.txt', { key: '' });
    expect(answer.status).toBe(404);
  });
});
