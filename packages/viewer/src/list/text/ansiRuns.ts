import { SGR } from './sgr.ts';

/** How a run of text is shown. */
export interface AnsiStyle {
  /** One of the eight colours of a terminal, 0 (black) to 7 (white). */
  readonly foreground?: number | undefined;
  readonly background?: number | undefined;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
}

export interface AnsiRun {
  /** Place in the text without its sequences. */
  readonly start: number;
  readonly style: AnsiStyle;
}

/**
 * Takes the colour sequences out of a text.
 *
 * @returns the text without them, and from where on which style holds
 */
export function ansiRuns(text: string): { text: string; runs: AnsiRun[] } {
  const runs: AnsiRun[] = [];
  let plain = '';
  let from = 0;
  let style: AnsiStyle = {};
  for (const match of text.matchAll(SGR)) {
    plain += text.slice(from, match.index);
    from = match.index + match[0].length;
    style = applyCodes(style, match[1]!.split(';').map(Number));
    runs.push({ start: plain.length, style });
  }
  return { text: plain + text.slice(from), runs };
}

function applyCodes(before: AnsiStyle, codes: readonly number[]): AnsiStyle {
  let style = before;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at]!;
    if (code === 38 || code === 48) {
      const indexed = codes[at + 1] === 5;
      const colour = indexed ? ofIndex(codes[at + 2] ?? 0) : ofRgb(codes.slice(at + 2, at + 5));
      style = { ...style, [code === 38 ? 'foreground' : 'background']: colour };
      at += indexed ? 2 : 4;
    } else {
      style = applyCode(style, code);
    }
  }
  return style;
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 23) return { ...style, italic: false };
  if (code === 24) return { ...style, underline: false };
  if (code === 39) return { ...style, foreground: undefined };
  if (code === 49) return { ...style, background: undefined };
  const colour = code % 10;
  if (colour > 7) return style;
  if ((code >= 30 && code < 38) || (code >= 90 && code < 98)) return { ...style, foreground: colour };
  if ((code >= 40 && code < 48) || (code >= 100 && code < 108)) return { ...style, background: colour };
  return style;
}

/** Of the 256 colours: sixteen by name, a cube of 6 × 6 × 6, and greys. */
function ofIndex(index: number): number {
  if (index < 16) return index % 8;
  if (index > 231) return index > 243 ? 7 : 0;
  const cube = index - 16;
  return ofRgb([Math.floor(cube / 36) * 51, (Math.floor(cube / 6) % 6) * 51, (cube % 6) * 51]);
}

/** The nearest of the eight, which the theme makes readable on its own surface. */
function ofRgb([red = 0, green = 0, blue = 0]: readonly number[]): number {
  return Number(red > 127) + 2 * Number(green > 127) + 4 * Number(blue > 127);
}
