import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** A module of `pages` as an app would ship it. */
export interface PeerBundle {
  readonly code: string;
  /** Bytes, minified. */
  readonly bytes: number;
  /** Bytes, minified and then compressed by gzip at level 9. */
  readonly gzipBytes: number;
}

/** Bundles for today's browsers, minified, with the platform's own conditions; ours from its source. */
export async function bundlePeer(file: string): Promise<PeerBundle> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`./pages/${file}.ts`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    // The last is esbuild's own default, which a list of one's own replaces.
    conditions: ['@tailrace/source', 'module'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const code = outputFiles[0]!.text;
  return { code, bytes: Buffer.byteLength(code), gzipBytes: gzipSync(code, { level: 9 }).length };
}
