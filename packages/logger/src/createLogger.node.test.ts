import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IngestServer } from '../test/IngestServer.ts';
import { createLogger } from './createLogger.ts';

let server: IngestServer;

beforeEach(async () => {
  server = new IngestServer();
  await server.start();
});
afterEach(() => server.stop());

const options = () => ({ url: `http://127.0.0.1:${server.port}/`, key: 'test-key', source: 'test' });

it('sends from memory where there is no page', async () => {
  const logger = createLogger(options());
  logger.info('from Node');
  await logger.persisted();
  expect(logger.status).toMatchObject({ storage: 'memory', shipping: 'leader', emitted: 1, queued: 1 });
  expect(await logger.flush()).toMatchObject({ queued: 0, sent: 1, persisted: 1 });
  expect(server.messages).toEqual(['from Node']);
  await logger.close();
  logger.info('too late');
  expect(logger.status).toMatchObject({ shipping: 'off', dropped: { disabled: 1 } });
});

it('sends what is left when it is closed', async () => {
  const logger = createLogger(options());
  logger.info('last');
  await logger.close();
  expect(server.messages).toEqual(['last']);
});

it('does not keep a process alive', async () => {
  const source = `import { createLogger } from '@tailrace/logger';
    createLogger({ url: 'http://127.0.0.1:9', key: 'k', source: 's' }).info('x');`;
  const args = [...process.execArgv, '--input-type=module', '--eval', source];
  const { stderr } = await promisify(execFile)(process.execPath, args, {
    timeout: 5000,
    cwd: import.meta.dirname,
  });
  expect(stderr).not.toContain('Error');
});

it('leaves out what is below its level', async () => {
  const logger = createLogger({ ...options(), level: 'warning' });
  logger.info('no');
  logger.log('info', 'no');
  logger.emit({ message: 'no' });
  logger.warn('yes');
  logger.emit({ message: 'audit', category: 'audit' });
  await logger.flush();
  expect(server.messages).toEqual(['yes', 'audit']);
  expect(logger.status.emitted).toBe(2);
});

it('says once what is wrong with its options, and never throws', () => {
  const onError = vi.fn<(error: Error) => void>();
  for (const bad of [
    undefined,
    {},
    { url: 'ftp://x', key: 1, source: '', level: 'loud' },
    { url: '::' },
    { url: Object.create(null), source: {} },
  ]) {
    const logger = createLogger({ ...bad, onError } as never);
    logger.info('still works');
    expect(logger.status).toMatchObject({ shipping: 'off', emitted: 1 });
  }
  expect(onError.mock.calls[0]![0].message).toMatch(/^Tailrace logger: url is undefined/);
  const throws = createLogger({
    onError: () => {
      throw new Error('no');
    },
  } as never);
  expect(() => throws.info('x')).not.toThrow();
});

it('takes resources that no storage and no JSON could take', async () => {
  const cyclic: Record<string, unknown> = { app: 'shop', run: () => 1, big: 1n };
  cyclic.self = cyclic;
  const logger = createLogger({ ...options(), resource: cyclic });
  logger.info('x');
  await logger.flush();
  expect(server.headers.get(logger.status.session)!.resource).toEqual({
    app: 'shop',
    run: '[Function run]',
    big: '1',
    self: '[Circular]',
  });
});

it('tells listeners of changes, until they stop listening', async () => {
  const logger = createLogger(options());
  const seen: number[] = [];
  const stop = logger.onStatus(({ sent }) => seen.push(sent));
  logger.info('a');
  await logger.flush();
  await expect.poll(() => seen.at(-1)).toBe(1);
  stop();
  const count = seen.length;
  logger.info('b');
  await logger.flush();
  expect(seen).toHaveLength(count);
});

it('counts what a full memory gives up, and reports it to the server', async () => {
  const logger = createLogger(options());
  server.answers.push(() => ({ status: 503, headers: { 'retry-after': '3600' } }));
  logger.error('kept');
  for (let n = 1; n <= 12_000; n += 1) logger.info(`flood ${n}`);
  await logger.flush();
  const { dropped, queued } = logger.status;
  expect(queued + dropped.queue_full!).toBe(12_001);
  expect(dropped.queue_full).toBeGreaterThan(2000);
  server.answers.splice(0);
  expect(await logger.flush()).toMatchObject({ queued: 0, sent: queued });
  expect(server.messages).toContain('kept');
  expect(server.headers.get(logger.status.session)!.emitted).toBe(12_001);
  const ranges = server.dropped;
  expect(ranges.every(([, , reason]) => reason === 'queue_full')).toBe(true);
  expect(ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)).toBe(dropped.queue_full);
});
