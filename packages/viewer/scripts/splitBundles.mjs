import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Writes what a page fetches before anything can be seen, for size-limit to weigh: as one file, in which only
 * what is imported later is left out, and as the files into which esbuild splits it.
 */
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const folder = fileURLToPath(new URL('../../../node_modules/.cache/tailrace-size/', import.meta.url));
rmSync(folder, { recursive: true, force: true });

for (const [name, from] of [
  ['LogStreamingService', './stream/index.js'],
  ['LogViewer', './index.js'],
  ['LogExplorer', './index.js'],
]) {
  const options = {
    stdin: { contents: `export { ${name} } from '${from}'`, resolveDir: dist },
    bundle: true,
    minify: true,
    format: 'esm',
    external: ['react', 'react-dom'],
    outdir: join(folder, name),
    absWorkingDir: folder,
    write: false,
    metafile: true,
  };
  mkdirSync(join(folder, name), { recursive: true });
  const whole = await build({ ...options, plugins: [{ name: 'later', setup: leaveOutImports }] });
  writeFileSync(join(folder, `${name}.js`), whole.outputFiles[0].contents);
  const split = await build({ ...options, splitting: true });
  for (const path of loadedAtOnce(split.metafile.outputs)) {
    const file = split.outputFiles.find((output) => basename(output.path) === basename(path));
    writeFileSync(file.path, file.contents);
  }
}

function leaveOutImports({ onResolve }) {
  onResolve({ filter: /.*/ }, ({ kind, path }) =>
    kind === 'dynamic-import' ? { path, external: true } : undefined,
  );
}

/** The entry's file, and those that it imports without being asked. */
function loadedAtOnce(outputs) {
  const found = new Set(Object.keys(outputs).filter((path) => outputs[path].entryPoint === '<stdin>'));
  for (const path of found) {
    for (const { kind, external, path: imported } of outputs[path].imports) {
      if (kind === 'import-statement' && !external) found.add(imported);
    }
  }
  return found;
}
