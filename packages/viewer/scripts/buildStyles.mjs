import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { transformSync } from 'esbuild';

const source = new URL('../src/styles.css', import.meta.url);
const imported = [...readFileSync(source, 'utf8').matchAll(/^@import '(.+)';$/gm)].map(([, path]) =>
  readFileSync(new URL(path, source), 'utf8'),
);
// Who reads the source finds it shipped as well. The target keeps nesting, logical properties and colours as written.
const { code } = transformSync(imported.join('\n'), { loader: 'css', minify: true, target: 'esnext' });
mkdirSync(new URL('../dist/', import.meta.url), { recursive: true });
writeFileSync(new URL('../dist/viewer.css', import.meta.url), code);
