import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Scripts of the pages, by the name under which they are served. */
const ENTRY_POINTS = {
  driver: './page/driver.ts',
  hostile: './page/hostile.ts',
  lookout: './page/lookout.ts',
  nextVersion: './page/nextVersion.ts',
  refusedIndexedDb: './page/refusedIndexedDb.ts',
  withoutIndexedDb: './page/withoutIndexedDb.ts',
};

let bundles: Promise<Map<string, string>> | undefined;

/** Bundles the pages' scripts once, with the logger as it is built and published, not its source. */
export function bundlePage(): Promise<Map<string, string>> {
  return (bundles ??= bundle());
}

async function bundle(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(ENTRY_POINTS).map(([name, path]) => [
        name,
        fileURLToPath(new URL(path, import.meta.url)),
      ]),
    ),
    outdir: '/',
    bundle: true,
    format: 'iife',
    target: 'es2022',
    // Otherwise the root's tsconfig chooses the source.
    tsconfigRaw: {},
    write: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [path.split('/').at(-1)!, text]));
}
