import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, preview } from 'vite';

/** Built pages on a server of their own. */
export interface ServedPages {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Builds the pages as an app would ship them, minified, and serves them.
 *
 * @param proxy paths that go to another server, so that pages and it have one origin
 */
export async function servePages(proxy: Readonly<Record<string, string>> = {}): Promise<ServedPages> {
  const outDir = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
  const root = fileURLToPath(new URL('./pages/', import.meta.url));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@tailrace/source', ...defaultClientConditions] },
    build: {
      outDir,
      emptyOutDir: true,
      rollupOptions: { input: ['logger.html', 'viewer.html', 'buffer.html'].map((page) => join(root, page)) },
    },
  });
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, proxy: { ...proxy } },
  });
  return {
    origin: new URL(server.resolvedUrls!.local[0]!).origin,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
