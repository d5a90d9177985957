import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { transformSync } from 'esbuild';

const source = new URL('../src/', import.meta.url);
const dist = new URL('../dist/', import.meta.url);
mkdirSync(dist, { recursive: true });
for (const [list, name] of [
  ['styles.css', 'viewer.css'],
  ['partStyles.css', 'parts.css'],
]) {
  const imported = [...readFileSync(new URL(list, source), 'utf8').matchAll(/^@import '(.+)';$/gm)].map(
    ([, path]) => readFileSync(new URL(path, source), 'utf8'),
  );
  // Who reads the source finds it shipped as well. The target keeps nesting, logical properties and colours as written.
  const { code } = transformSync(imported.join('\n'), { loader: 'css', minify: true, target: 'esnext' });
  writeFileSync(new URL(name, dist), code);
}
