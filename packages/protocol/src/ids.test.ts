import { describe, expect, it } from 'vitest';
import { createSessionId, formatEntryId, isSessionId, parseEntryId, type RandomSource } from './ids.ts';

describe('session ids', () => {
  it('are 16 base62 characters, and differ', () => {
    const ids = new Set(Array.from({ length: 1000 }, () => createSessionId()));
    expect(ids.size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[0-9A-Za-z]{16}$/);
  });

  it('favour no character: bytes that would are thrown away', () => {
    let byte = 255;
    const counting: RandomSource = {
      getRandomValues: (bytes) => bytes.map(() => byte--) as Uint8Array<ArrayBuffer>,
    };
    expect(createSessionId(counting)).toMatch(/^[0-9A-Za-z]{16}$/);
    expect(byte).toBeLessThan(248 - 16);
  });

  it.each(['', 'short', '0123456789abcde!', '0123456789abcdefg', 42, null])('%j is none', (value) => {
    expect(isSessionId(value)).toBe(false);
  });
});

describe('entry ids', () => {
  it('come apart as they were put together', () => {
    expect(parseEntryId(formatEntryId('7hQ2k9XvB3mN4pRs', 42))).toEqual({
      session: '7hQ2k9XvB3mN4pRs',
      seq: 42,
    });
  });

  it.each([
    '7hQ2k9XvB3mN4pRs',
    '7hQ2k9XvB3mN4pRs-',
    '7hQ2k9XvB3mN4pRs-0',
    '7hQ2k9XvB3mN4pRs-1x',
    '7hQ2k9XvB3mN4pRs_1',
    '7hQ2k9XvB3mN4pRs-9999999999999999',
  ])('%j is none', (id) => {
    expect(parseEntryId(id)).toBeUndefined();
  });
});
