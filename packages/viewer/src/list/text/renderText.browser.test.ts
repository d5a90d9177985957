import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { filterMarks } from '../../filter/filterMarks.ts';
import { ansiColours, renderText } from './renderText.ts';

beforeAll(() => ansiColours.fetch().then(() => {}));

const HOSTILE = [
  '<img src=x onerror="window.hit=1">',
  '<script>window.hit=1</script>',
  '<svg/onload=window.hit=1>',
  '"><iframe srcdoc="<script>parent.hit=1</script>">',
  'https://x.example/"onmouseover="window.hit=1',
  "https://x.example/'><script>window.hit=1</script>",
  'javascript:window.hit=1',
  '\u001b[31m<b onclick=window.hit=1>\u001b[0m',
  '\u001b]8;;javascript:window.hit=1\u0007click\u001b]8;;\u0007',
  '{{constructor.constructor("window.hit=1")()}}',
  'data:text/html,<script>window.hit=1</script>',
];
const ALLOWED = new Set(['SPAN', 'A', 'MARK']);

function render(text: string, wrap = false): HTMLElement {
  const element = document.createElement('div');
  document.body.append(element);
  renderText(element, text, { wrap, findMarks: filterMarks('hit script') });
  return element;
}

function expectHarmless(element: HTMLElement): void {
  for (const node of element.querySelectorAll<HTMLElement>('*')) {
    expect(ALLOWED).toContain(node.tagName);
    expect(node.getAttributeNames().filter((name) => name.startsWith('on'))).toEqual([]);
    const href = node.getAttribute('href') ?? 'https://none.example';
    expect(['http:', 'https:']).toContain(new URL(href).protocol);
  }
}

it('shows hostile text as text, and makes nothing of it that could act', () => {
  for (const text of HOSTILE) expectHarmless(render(text));
  expect('hit' in window).toBe(false);
});

it('keeps every visible character, whatever is marked, coloured or linked', () => {
  const pieces = fc.array(
    fc.oneof(fc.constantFrom(...HOSTILE, ' hit ', 'https://a.example/hit?x'), fc.string()),
  );
  fc.assert(
    fc.property(pieces, (texts) => {
      const text = texts.join(' ').replaceAll(/\p{Cc}/gu, '');
      const element = render(text);
      expectHarmless(element);
      expect(element.textContent).toBe(text);
      element.remove();
    }),
  );
});

it('shows what would not show, and breaks lines only where lines wrap', () => {
  const text = 'a\u0000b\tc\r\nd\u202Ee\u007F';
  expect(render(text).textContent).toBe('a^@b  c↵d‹202E›e^?');
  expect(render(text, true).textContent).toBe('a^@b  c\nd‹202E›e^?');
});

it('marks the words of the filter within colours and links', () => {
  const element = render('\u001b[1mthe hi\u001b[0mt of https://x.example/hit');
  expect([...element.querySelectorAll('mark')].map((mark) => mark.textContent).join('|')).toBe('hi|t|hit');
  expect(element.querySelector('a')!.rel).toContain('noopener');
});
