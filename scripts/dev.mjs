import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fromSource = ['--import', './scripts/registerTypeScript.mjs', '--conditions=@tailrace/source'];

const children = [
  spawn(process.execPath, ['--watch', ...fromSource, 'packages/server/src/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  }),
  spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'apps/demo'], { cwd: root, stdio: 'inherit' }),
];

/** Neither is of use alone. */
const stop = () => children.forEach((child) => child.kill());
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) {
  child.on('exit', (code) => {
    process.exitCode ||= code ?? 0;
    stop();
  });
}
