import { expect, it } from 'vitest';
import { findLinks } from './findLinks.ts';

const found = (text: string) => findLinks(text).map(({ start, end }) => text.slice(start, end));

it('finds addresses of http and https, without the punctuation around them', () => {
  expect(found('See https://a.example/x?y=1#z, or (http://b.example/p).')).toEqual([
    'https://a.example/x?y=1#z',
    'http://b.example/p',
  ]);
});

it.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'https://',
  'xhttps://a.example',
  'vbscript:https',
])('makes no link of %s', (text) => {
  expect(found(text)).toEqual([]);
});

it('ends an address where the direction of the text is turned', () => {
  expect(found('https://a.example/\u202Egpj.exe')).toEqual(['https://a.example/']);
});
