import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import { askServer, type Asked } from './askServer.ts';
import { printQuestions, type QuestionResults } from './questionReport.ts';
import { findDeepCursors, questionsAbout } from './questions.ts';
import { fillStore, readStore, storedBytes } from './questionStore.ts';

/** How long the built server takes to answer questions about a large store, over HTTP and one after the other. */

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '1' },
    keep: { type: 'string' },
    use: { type: 'string' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const [entries, days] = [Number(values.entries), Number(values.days)];
if (!Number.isInteger(entries) || entries < 1 || !Number.isInteger(days) || days < 1) {
  console.error(
    'Usage: npm run bench:questions -- [--entries 1000000] [--days 1] [--keep folder | --use folder] [--only words] [--write]\n' +
      '--keep leaves the store for later runs, --use asks one that was left, --write keeps the results',
  );
  process.exit(2);
}

const kept = values.use ?? values.keep;
if (kept !== undefined) mkdirSync(kept, { recursive: true });
const folder = kept ?? mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
try {
  const began = performance.now();
  const store =
    values.use === undefined
      ? await fillStore(folder, { entries, end: Date.now() }, days)
      : readStore(folder);
  const seconds = (performance.now() - began) / 1000;
  if (values.use === undefined) console.log(`${entries} entries stored in ${seconds.toFixed(1)} s`);
  const bytes = storedBytes(folder);
  const results: QuestionResults = {
    entries: store.entries,
    days: store.days,
    lineBytes: store.lineBytes / store.entries,
    storedBytes: bytes / store.entries,
    answers: await askAll(),
  };
  console.log(printQuestions(results));
  if (values.write) {
    const name = `questions${results.days > 1 ? `-${results.days}-days` : ''}`;
    writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
    writeFileSync(join(RESULTS, `${name}.md`), printQuestions(results));
  }

  async function askAll(): Promise<Asked[]> {
    const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir: folder });
    await server.start();
    try {
      const { ask, warmUp, measure, close } = askServer(server.port, await server.signIn());
      const questions = questionsAbout(store, await findDeepCursors(store, ask));
      const wanted = questions.filter(({ name }) => name.includes(values.only));
      await warmUp(wanted);
      const answers: Asked[] = [];
      for (const question of wanted) answers.push(await measure(question));
      close();
      return answers;
    } finally {
      await server.stop();
    }
  }
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
