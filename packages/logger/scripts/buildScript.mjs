import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Builds what pages without a bundler load: the script, the captures, and the loader that goes before both. */
export async function buildScript(folder = path('dist')) {
  const options = {
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    conditions: ['@tailrace/source'],
    logLevel: 'warning',
  };
  await Promise.all([
    build({
      ...options,
      entryPoints: [path('src/script/global.ts')],
      outfile: `${folder}/tailrace-logger.iife.js`,
      sourcemap: true,
    }),
    build({
      ...options,
      entryPoints: [path('src/capture/index.ts')],
      outfile: `${folder}/tailrace-capture.iife.js`,
      globalName: 'TailraceCapture',
      sourcemap: true,
    }),
    build({ ...options, entryPoints: [path('src/script/loader.ts')], outfile: `${folder}/loader.js` }),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildScript();
