import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface TailraceProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<number | NodeJS.Signals | null>;
  readonly output: { stdout: string; stderr: string };
}

/** Runs the command from source: the process inherits how this one loads TypeScript. */
export function runTailrace(
  environment: Readonly<Record<string, string>>,
  ...parameters: string[]
): TailraceProcess {
  const child = spawn(process.execPath, [...process.execArgv, MAIN, ...parameters], {
    env: { PATH: process.env['PATH'], LOG_SERVICE_PORT: '0', ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) => {
    // All of its output is there.
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  return { child, exited, output };
}

/** Where a server that was started listens. */
export async function urlOf({ output }: TailraceProcess): Promise<string> {
  return vi.waitFor(
    () => {
      const url = /Open (https?:\/\/[^/]+)\/sign-in\?token=\w+\n/.exec(output.stdout)?.[1];
      if (url === undefined) throw new Error(`No link yet: ${output.stderr}`);
      return url;
    },
    { timeout: 60_000 },
  );
}
