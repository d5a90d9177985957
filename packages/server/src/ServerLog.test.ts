import { describe, expect, it } from 'vitest';
import { createServerLog } from './ServerLog.ts';

function linesOf(isPretty: boolean, level: 'info' | 'error' = 'info'): string[] {
  const lines: string[] = [];
  const log = createServerLog({ level, isPretty, write: (line) => lines.push(line) });
  log.info('Listening', { url: 'http://127.0.0.1:1' });
  log.error('A request failed', { error: 'bell \u0007 and \u001b[31mred' });
  return lines;
}

describe('the server’s own log', () => {
  it('is one JSON object a line', () => {
    const [first] = linesOf(false);
    expect(JSON.parse(first!)).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      level: 'info',
      source: 'tailrace',
      message: 'Listening',
      metadata: { url: 'http://127.0.0.1:1' },
    });
  });

  it('is for people on a terminal', () => {
    expect(linesOf(true)[0]).toMatch(/^\d\d:\d\d:\d\d info {5}Listening url="http:\/\/127\.0\.0\.1:1"\n$/);
  });

  it.each([true, false])('lets no control character through (pretty: %s)', (isPretty) => {
    for (const line of linesOf(isPretty)) expect(line).toMatch(/^[^\p{Cc}]*\n$/u);
  });

  it('leaves out what is less severe than asked for', () => {
    expect(linesOf(false, 'error')).toHaveLength(1);
  });
});
