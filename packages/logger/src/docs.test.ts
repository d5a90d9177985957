import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const DOCUMENTS = [
  'packages/logger/README.md',
  'docs/migration.md',
  ...[
    'audit',
    'captures',
    'consent',
    'context',
    'levels',
    'rate-limits',
    'react',
    'redaction',
    'sampling',
    'script',
    'sinks',
    'testing',
  ].map((name) => `docs/recipes/${name}.md`),
];
const COMPILE_TIMEOUT_MS = 120_000;

/** What blocks use without making it; one that makes its own hides it. */
const SETTING = `import type { Logger, LoggerOptions } from '@tailrace/logger';
declare global {
  const logger: Logger;
  const options: LoggerOptions;
  const visitorHasConsented: boolean;
  const banner: Record<'onAccept' | 'onDecline', (listener: () => void) => void>;
  const badge: HTMLElement;
  let errors: number;
  const id: string;
  const cart: { readonly items: readonly unknown[] };
  const worker: Worker;
  const queue: { onDone(listener: (...given: unknown[]) => void): void };
  function authenticate(): Promise<{ readonly id: string }>;
  function handle(...given: unknown[]): Promise<void>;
  function pay(...given: unknown[]): Promise<void>;
  function showBanner(...given: unknown[]): void;
}`;

/** The TypeScript blocks of a document, without their indentation in lists. */
function readBlocks(markdown: string): { language: string; code: string }[] {
  return [...markdown.matchAll(/^( *)```(tsx?)\n([^]*?)^\1```$/gm)].map(([, indent, language, code]) => ({
    language: language!,
    code: code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** Compiles all blocks as modules of an app that has the packages installed. */
async function compile(documents: readonly { path: string; text: string }[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-docs-'));
  try {
    const tsconfig = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { moduleDetection: 'force', allowImportingTsExtensions: true },
      include: ['*.ts', '*.tsx'],
    };
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    await writeFile(join(folder, 'setting.ts'), SETTING);
    for (const { path, text } of documents)
      for (const [index, { language, code }] of readBlocks(text).entries())
        await writeFile(join(folder, `${path.replaceAll('/', '_')}.${index + 1}.${language}`), code);
    const tsc = join(root, 'node_modules/.bin/tsc');
    await promisify(execFile)(tsc, ['--pretty', 'false', '-p', folder], { cwd: folder });
    return '';
  } catch (error) {
    return (error as { readonly stdout?: string }).stdout ?? String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const read = (path: string) => readFile(join(root, path), 'utf8').then((text) => ({ path, text }));

it(
  'has code in its documents that compiles',
  async () => {
    const documents = await Promise.all(DOCUMENTS.map(read));
    expect(documents.flatMap(({ text }) => readBlocks(text)).length).toBeGreaterThan(15);
    expect(await compile(documents)).toBe('');
  },
  COMPILE_TIMEOUT_MS,
);

it(
  'would find out if it did not',
  async () => {
    const text = "1. Do it:\n\n   ```ts\n   logger.log('fatal', 'm');\n   ```\n";
    expect(await compile([{ path: 'wrong.md', text }])).toContain('\'"fatal"\' is not assignable');
  },
  COMPILE_TIMEOUT_MS,
);
