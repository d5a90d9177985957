import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine } from '../../testing/entries.ts';
import { eventually } from '../../testing/eventually.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';

const RECIPE = readFileSync(new URL('../../../../docs/recipes/streaming.md', import.meta.url), 'utf8');

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.ingest(segmentBody([logLine(1, { level: 'warning', message: 'Payment failed' })]));
});
afterAll(() => server.close());

function blocksOf(language: string): string[] {
  return [...RECIPE.matchAll(/^```(\w+)\n([^]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , code]) => code!);
}

/** Runs a program until its output has all that is expected. */
async function expectOutput(file: string, parameters: string[], expected: readonly string[]): Promise<void> {
  const env = { ...process.env, KEY: server.keys.read, URL: server.url };
  const child = spawn(file, parameters, { env, cwd: import.meta.dirname });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => (output += data.toString()));
  }
  try {
    await eventually(() => {
      for (const text of expected) expect(output).toContain(text);
    });
  } finally {
    child.kill();
  }
}

describe('the recipe of the stream', () => {
  it('works with curl, for plain events and for frames', async () => {
    const commands = blocksOf('sh');
    const expected = [
      ['event: log', '"message":"Payment failed"'],
      ['"type":"hello"', '"type":"subscribed"', '"type":"live"'],
    ];
    expect(commands).toHaveLength(expected.length);
    for (const [i, command] of commands.entries()) {
      await expectOutput('sh', ['-c', `exec ${command}`], expected[i]!);
    }
  });

  it('works with a plain WebSocket', async () => {
    const [code = ''] = blocksOf('js');
    const setting = 'const { URL: url, KEY: key } = process.env;\n';
    await expectOutput(
      process.execPath,
      ['--input-type=module', '-e', setting + code],
      ['system_log warning checkout Payment failed'],
    );
  });
});
