import { describe, expect, it } from 'vitest';
import { cleanUrl } from './cleanUrl.ts';
import { cleanUrls } from './cleanUrls.ts';
import { matchesUrl } from './matchesUrl.ts';

const SECRET = ['s3cr', 'et-v4lue'].join('');

describe('cleanUrl', () => {
  it.each([
    [`https://me:${SECRET}@shop.example/a/b`, 'https://shop.example/a/b'],
    [`https://shop.example/a?page=${SECRET}&token=${SECRET}#${SECRET}`, 'https://shop.example/a?page&token'],
    [`https://shop.example/a?next=/b/${SECRET};x=${SECRET}?y=${SECRET}`, 'https://shop.example/a?next'],
    [`https://shop.example/?${SECRET.repeat(4)}`, 'https://shop.example/'],
    [`https://shop.example/?a=1&${SECRET.repeat(4)}=2&b=3`, 'https://shop.example/?a&b'],
    [`https://shop.example/a=${SECRET}/b?c=${SECRET}`, 'https://shop.example/a'],
    [`https://shop.example/a;jsessionid=${SECRET}/b?c`, 'https://shop.example/a/b?c'],
    [`wss://shop.example:8443/live?ticket=${SECRET}`, 'wss://shop.example:8443/live?ticket'],
    [`data:text/plain,${SECRET}`, 'data:'],
    [`javascript:alert("${SECRET}")`, 'javascript:'],
    [`http://${SECRET}:x:y`, ''],
  ])('keeps no secret of %s', (url, expected) => {
    expect(cleanUrl(url)).toBe(expected);
    expect(cleanUrl(url)).not.toContain(SECRET);
  });

  it('answers what is no URL with nothing, whatever it throws', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect([cleanUrl(proxy), cleanUrl(Symbol('x')), cleanUrl(undefined)]).toEqual(['', '', '']);
  });

  it('cleans URLs within a text', () => {
    expect(
      cleanUrls(`Font "https://a.example/f.woff?key=${SECRET}" is slow (ftp://u:${SECRET}@b.example/)`),
    ).toBe('Font "https://a.example/f.woff?key" is slow (ftp://b.example/)');
  });
});

describe('matchesUrl', () => {
  it('takes a string for an origin and the beginning of a path, never for a part of a host', () => {
    const patterns = ['https://api.example', 'https://shop.example/api/'];
    expect(matchesUrl('https://api.example/a', patterns)).toBe(true);
    expect(matchesUrl('https://shop.example/api/a', patterns)).toBe(true);
    expect(matchesUrl('https://shop.example/other', patterns)).toBe(false);
    expect(matchesUrl('https://api.example.evil/a', patterns)).toBe(false);
    expect(matchesUrl('https://api.example@evil.example/a', patterns)).toBe(false);
    expect(matchesUrl('https://evil.example/?https://api.example/', patterns)).toBe(false);
  });

  it('asks a global expression anew each time', () => {
    const patterns = [/example/g];
    expect([1, 2, 3].map(() => matchesUrl('https://shop.example/', patterns))).toEqual([true, true, true]);
  });
});
