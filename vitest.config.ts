import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_ARGS, findChromium } from './scripts/ensureChromium.mjs';

const SOURCE = '@tailrace/source';
const E2E_TIMEOUT_MS = 5 * 60_000;
/** Of a test that hangs. How fast something is, is for the benchmarks to say: here the machine may be as slow as it is. */
const timeouts = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

const resolve = { conditions: [SOURCE, ...defaultClientConditions] };
/** Vitest hands these to Node, which cannot read what `module` gives it: builds for bundlers (OpenTelemetry's). */
const serverConditions = defaultServerConditions.filter((condition) => condition !== 'module');
const ssr = { resolve: { conditions: [SOURCE, ...serverConditions], externalConditions: [SOURCE] } };

/** Worker threads and child processes inherit these, and so can be started from TypeScript source. */
const execArgv = [
  `--import=${import.meta.resolve('./scripts/registerTypeScript.mjs')}`,
  `--conditions=${SOURCE}`,
];

const executablePath = findChromium();
/** Each project needs its own, because Vitest writes the project's name into it. */
const browser = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions: { args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) } }),
  instances: [{ browser: 'chromium' as const }],
});

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'node',
          include: ['packages/*/src/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          pool: 'forks',
          // A process of its own for each file would take half of the time; what a test sets, it puts back.
          isolate: false,
          // Beside browsers they would take the time in which a page must answer, and mostly they wait.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          ...timeouts,
          execArgv,
        },
      },
      {
        resolve,
        plugins: [react()],
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.{ts,tsx}'],
          ...timeouts,
          browser: browser(),
        },
      },
      {
        resolve,
        plugins: [storybookTest({ configDir: '.storybook' })],
        // Vite would come upon it in the middle of a run, and load the page anew.
        optimizeDeps: { include: ['@storybook/addon-a11y/preview'] },
        test: {
          name: 'storybook',
          ...timeouts,
          browser: browser(),
          setupFiles: ['.storybook/vitest.setup.ts'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.test.ts'],
          pool: 'forks',
          execArgv,
          testTimeout: E2E_TIMEOUT_MS,
          hookTimeout: E2E_TIMEOUT_MS,
          // They measure and kill real processes, so nothing may run beside them.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
