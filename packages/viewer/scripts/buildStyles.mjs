import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const source = new URL('../src/styles.css', import.meta.url);
const imported = [...readFileSync(source, 'utf8').matchAll(/^@import '(.+)';$/gm)].map(([, path]) =>
  readFileSync(new URL(path, source), 'utf8').trim(),
);
// Comments are for who reads the source, which is shipped as well.
const styles = imported.join('\n').replaceAll(/\s*\/\*[^]*?\*\//g, '');
mkdirSync(new URL('../dist/', import.meta.url), { recursive: true });
writeFileSync(new URL('../dist/viewer.css', import.meta.url), `${styles.trim()}\n`);
