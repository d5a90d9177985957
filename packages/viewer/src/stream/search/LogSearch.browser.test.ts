import type { LogEntry } from '@tailrace/protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LogBuffer } from '../LogBuffer.ts';
import { LogSearch } from './LogSearch.ts';

const search: { current?: LogSearch } = {};
afterEach(() => search.current?.close());

function bufferOf(messages: readonly string[]): LogBuffer {
  const buffer = new LogBuffer({ capacity: 100_000 });
  const timestamp = '2026-11-20T00:00:00.000Z';
  buffer.append(
    messages.map((message, index): LogEntry => ({
      id: `browserSearch001-${index + 1}`,
      session: 'browserSearch001',
      seq: index + 1,
      timestamp,
      received_at: timestamp,
      cursor: `e1.${index + 1}`,
      level: 'info',
      source: 'test',
      message,
    })),
  );
  return buffer;
}

function searchOf(buffer: LogBuffer): LogSearch {
  return (search.current = new LogSearch(buffer));
}

const hits = (of: LogSearch) => Array.from({ length: of.count }, (_, ordinal) => of.at(ordinal));
const settled = (of: LogSearch) => vi.waitUntil(() => of.state !== 'searching', { timeout: 20_000 });

describe('LogSearch in a browser', () => {
  it('finds in a worker what the expression finds in each message, and goes on with what comes', async () => {
    const messages = Array.from({ length: 20_000 }, (_, index) => `request ${index}\ntook ${index % 311} ms`);
    const buffer = bufferOf(messages);
    const found = searchOf(buffer);
    found.find({ text: String.raw`^request \d+[37]\s+took 1\d{2} ms$`, regex: true });
    await settled(found);
    const pattern = /^request \d+[37]\s+took 1\d{2} ms$/i;
    const expected = messages.flatMap((message, index) => (pattern.test(message) ? [index] : []));
    expect(expected.length).toBeGreaterThan(100);
    expect(hits(found)).toEqual(expected);

    const template = buffer.entryAt(0)!;
    buffer.append([
      {
        ...template,
        id: 'browserSearch001-90001',
        seq: 90_001,
        cursor: 'e1.90001',
        message: 'request 13\ntook 111 ms',
      },
      {
        ...template,
        id: 'browserSearch001-90002',
        seq: 90_002,
        cursor: 'e1.90002',
        message: 'request 14\ntook 111 ms',
      },
    ]);
    await settled(found);
    expect(hits(found)).toEqual([...expected, messages.length]);
  });

  it('ends an expression that would never end, while the page goes on', async () => {
    const found = searchOf(bufferOf(['a short one', `${'a'.repeat(64)}!`]));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 10);
    found.find({ text: '(a+)+$', regex: true });
    await settled(found);
    clearInterval(timer);
    expect([found.state, found.error?.code]).toEqual(['failed', 'pattern_too_slow']);
    expect(turns).toBeGreaterThan(10);

    found.find({ text: 'a!', regex: true });
    await settled(found);
    expect([found.state, hits(found)]).toEqual(['complete', [1]]);
  });

  it('keeps to the rows while they move under a search', async () => {
    const messages = Array.from({ length: 30_000 }, (_, index) => `line ${index}`);
    const buffer = bufferOf(messages);
    const found = searchOf(buffer);
    found.find({ text: 'line .*7$', regex: true });
    const template = buffer.entryAt(0)!;
    for (let seq = 40_000; seq < 40_200; seq += 1) {
      const late = { timestamp: `2026-11-19T00:00:00.${seq % 1000}Z`.replace('.0Z', '.000Z') };
      buffer.append([
        {
          ...template,
          id: `browserSearch001-${seq}`,
          seq,
          cursor: `e1.${seq}`,
          ...(seq % 2 === 0 && late),
          message: `line ${seq}`,
        },
      ]);
      if (seq % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await settled(found);
    const expected = Array.from({ length: buffer.length }, (_, index) => index).filter((index) =>
      /line .*7$/.test(buffer.messageAt(index)),
    );
    expect(hits(found)).toEqual(expected);
  });
});
