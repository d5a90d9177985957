import { lateCode } from '../../lateCode.ts';
import type { AnsiRun, AnsiStyle } from './ansiRuns.ts';
import { findLinks, type TextRange } from './findLinks.ts';
import { SGR } from './sgr.ts';
import { UNSEEN, visibleCharacter } from './visibleText.ts';

const SPECIAL = new RegExp(`${UNSEEN.source}|https?://`, 'iu');
const EACH_UNSEEN = new RegExp(`(${UNSEEN.source})`, 'u');
/** Characters of one message that the list shows; the details show all. */
const MAX_CHARACTERS = 10_000;

/** What reads colour sequences: fetched with the first, as most logs have none. */
export const ansiColours = lateCode(() => import('./ansiRuns.ts'));

/** The parts of a text to mark, in order and apart from each other. */
export type FindMarks = (text: string) => readonly TextRange[];

export interface TextLook {
  readonly wrap: boolean;
  readonly findMarks?: FindMarks | undefined;
}

/** Puts a text that may be hostile into an element: as text, with colours, links and marks made of nodes. */
export function renderText(element: HTMLElement, text: string, look: TextLook): void {
  const shown = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
  if (!look.findMarks && !SPECIAL.test(shown)) {
    if (element.childNodes.length === 1 && element.firstChild instanceof Text)
      element.firstChild.data = shown;
    else element.textContent = shown;
    return;
  }
  element.replaceChildren(...nodesOf(shown, look));
}

function nodesOf(raw: string, { wrap, findMarks }: TextLook): Node[] {
  const { text, runs } = takeColours(raw.replaceAll('\r\n', '\n'));
  const links = findLinks(text);
  const marks = findMarks?.(text) ?? [];
  const cuts = new Set([0, text.length]);
  for (const { start } of runs) cuts.add(start);
  for (const { start, end } of [...links, ...marks]) cuts.add(start).add(end);
  const places = [...cuts].toSorted((a, b) => a - b);

  const nodes: Node[] = [];
  let style: AnsiStyle | undefined;
  let run = 0;
  for (let at = 0; at + 1 < places.length; at += 1) {
    const start = places[at]!;
    while (run < runs.length && runs[run]!.start <= start) style = runs[run++]!.style;
    const link = links.find((range) => range.start <= start && start < range.end);
    let parts = plainNodes(text.slice(start, places[at + 1]), wrap);
    if (style && Object.values(style).some((value) => value !== undefined && value !== false)) {
      parts = [styled(parts, style)];
    }
    if (marks.some((range) => range.start <= start && start < range.end)) parts = [wrapIn('mark', parts)];
    if (link) parts = [linked(parts, text.slice(link.start, link.end))];
    nodes.push(...parts);
  }
  return nodes;
}

/** Until the colours can be read, a text is shown without them. */
function takeColours(raw: string): { text: string; runs: readonly AnsiRun[] } {
  if (!raw.includes('\u001b[')) return { text: raw, runs: [] };
  const code = ansiColours.get();
  if (code) return code.ansiRuns(raw);
  ansiColours.preload();
  return { text: raw.replaceAll(SGR, ''), runs: [] };
}

function plainNodes(text: string, wrap: boolean): Node[] {
  if (!UNSEEN.test(text)) return [document.createTextNode(text)];
  return text
    .split(EACH_UNSEEN)
    .filter(Boolean)
    .map((part) => {
      if (!UNSEEN.test(part)) return document.createTextNode(part);
      const seen = visibleCharacter(part, wrap);
      if (seen.trim() === '') return document.createTextNode(seen);
      const control = wrapIn('span', [document.createTextNode(seen)]);
      control.className = 'tailrace-control';
      return control;
    });
}

function styled(parts: readonly Node[], style: AnsiStyle): HTMLElement {
  const span = wrapIn('span', parts);
  span.className = 'tailrace-ansi';
  if (style.foreground !== undefined) span.dataset['foreground'] = String(style.foreground);
  if (style.background !== undefined) span.dataset['background'] = String(style.background);
  for (const name of ['bold', 'dim', 'italic', 'underline'] as const) {
    if (style[name]) span.dataset[name] = '';
  }
  return span;
}

function linked(parts: readonly Node[], address: string): HTMLElement {
  const link = wrapIn('a', parts);
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  // The list is one stop of the Tab key.
  link.tabIndex = -1;
  return link;
}

function wrapIn<Name extends 'a' | 'mark' | 'span'>(
  name: Name,
  parts: readonly Node[],
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.append(...parts);
  return element;
}
