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

/** Which pages there are. */
export interface Pages {
  /** The folder that they are in. */
  readonly root: URL;
  readonly files: readonly string[];
}

const PAGES: Pages = {
  root: new URL('./pages/', import.meta.url),
  files: ['logger.html', 'viewer.html', 'buffer.html'],
};

/**
 * Builds the pages as an app would ship them, minified, and serves them.
 *
 * @param proxy paths that go to another server, so that pages and it have one origin
 */
export async function servePages(
  proxy: Readonly<Record<string, string>> = {},
  pages: Pages = PAGES,
): Promise<ServedPages> {
  const outDir = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
  const root = fileURLToPath(pages.root);
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    resolve: { conditions: ['@tailrace/source', ...defaultClientConditions] },
    build: {
      outDir,
      emptyOutDir: true,
      rollupOptions: { input: pages.files.map((page) => join(root, page)) },
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
