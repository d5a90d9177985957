import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const env = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
  TURBO_TELEMETRY_DISABLED: '1',
  STORYBOOK_DISABLE_TELEMETRY: '1',
};

const packages = readdirSync(join(root, 'packages'));
const turbo = (...tasks) => ['turbo', 'run', ...tasks, '--continue', '--output-logs=errors-only'];

/** In this order: the quick ones first, and what reads `dist` after the build, the end-to-end tests too. */
const checks = [
  { name: 'chromium', command: ['node', 'scripts/ensureChromium.mjs'] },
  { name: 'lint', command: ['oxlint'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'typecheck', command: turbo('typecheck', 'typecheck:root') },
  { name: 'build', command: turbo('build') },
  { name: 'vitest', run: runVitest },
  { name: 'knip', command: ['knip'] },
  ...packages.map((name) => ({
    name: `publint ${name}`,
    command: ['publint', '--strict', `packages/${name}`],
  })),
  ...packages.map((name) => ({
    name: `attw ${name}`,
    command: ['attw', '--config-path', '.attw.json', '--pack', `packages/${name}`],
  })),
  { name: 'size', command: ['sh', '-c', 'node packages/viewer/scripts/splitBundles.mjs && size-limit'] },
];

function spawn([command, ...args], options) {
  return spawnSync(command, args, { cwd: root, env, ...options });
}

/** A check is one test; its output is of interest only when it fails. */
function runCheck({ command }) {
  const { status, error, output } = spawn(command, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status === 0) return { passed: 1, failed: 0, skipped: 0 };
  console.log(error ? error.message : output.join(''));
  return { passed: 0, failed: 1, skipped: 0 };
}

function runVitest() {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-test-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = spawn(
      ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      { stdio: 'inherit' },
    );
    const counts = readReport(report);
    // An unhandled error, a file that does not load, or a run without tests fails no test of its own.
    const crashed = status !== 0 || counts.passed === 0;
    return { ...counts, failed: Math.max(counts.failed, crashed ? 1 : 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch (error) {
    console.error(`Vitest left no report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const kind = (check) => check.name.split(' ')[0];

function select(only) {
  if (!only) return checks;
  const wanted = only.split(',');
  const known = new Set(checks.map(kind));
  const unknown = wanted.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    console.error(`--only knows ${[...known].join(', ')}; not ${unknown.join(', ')}.`);
    process.exit(2);
  }
  return checks.filter((check) => wanted.includes(kind(check)));
}

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const rows = [];
const total = { passed: 0, failed: 0, skipped: 0 };
for (const check of select(values.only)) {
  console.log(`▶ ${check.name}`);
  const start = performance.now();
  const counts = (check.run ?? runCheck)(check);
  rows.push({ name: check.name, ...counts, seconds: (performance.now() - start) / 1000 });
  for (const key of Object.keys(total)) total[key] += counts[key];
}

console.log();
for (const { name, passed, failed, seconds } of rows) {
  const result = failed > 0 ? `FAILED ${failed}` : `passed ${passed}`;
  console.log(`${name.padEnd(20)}${result.padEnd(14)}${seconds.toFixed(1).padStart(6)} s`);
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;
