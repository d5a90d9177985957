import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fromSource = ['--import', './scripts/registerTypeScript.mjs', '--conditions=@tailrace/source'];

/** Where each page is found, unless something else is there already. */
const PAGES = { demo: 5173, console: 5174 };

const children = [
  spawn(process.execPath, ['--watch', ...fromSource, 'packages/server/src/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  }),
  ...Object.entries(PAGES).map(([page, port]) =>
    spawn(process.execPath, ['node_modules/vite/bin/vite.js', `apps/${page}`, '--port', String(port)], {
      cwd: root,
      stdio: 'inherit',
    }),
  ),
];

/** None is of use without the server, and it is no development without them. */
const stop = () => children.forEach((child) => child.kill());
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) {
  child.on('exit', (code) => {
    process.exitCode ||= code ?? 0;
    stop();
  });
}
