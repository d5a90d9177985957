import type { LogLevel } from '@tailrace/protocol';
import { levelAt } from '../levelAt.ts';
import type { RowSource } from '../RowSource.ts';
import type { LogRow } from '../../stream/buffer/LogRow.ts';

/** Rows whose level is looked at for one picture; of more, every so many-th. */
const MAX_LOOKED_AT = 1_000_000;

/** What is marked, the later over the earlier. */
const TICK_KINDS = ['error', 'critical', 'warning', 'accent'] as const;
type TickKind = (typeof TICK_KINDS)[number];

/** What stands among the rows beside their levels. */
export interface TickMarks {
  readonly pins: Iterable<LogRow>;
  /** How many rows a search has found in each of so many equal parts of all rows. */
  readonly hits?: ((parts: number) => ArrayLike<number>) | undefined;
}

/** Draws where errors, what was searched for, and pins stand among all rows, from the first at the top to the last at the bottom. */
export function drawTicks(canvas: HTMLCanvasElement, source: RowSource, marks: TickMarks): void {
  const { clientHeight, clientWidth } = canvas;
  const scale = devicePixelRatio;
  canvas.height = clientHeight * scale;
  canvas.width = clientWidth * scale;
  const context = canvas.getContext('2d');
  if (!context || source.length === 0) return;
  context.scale(scale, scale);
  const places = placesOf(source, marks, clientHeight);
  for (const kind of TICK_KINDS) {
    context.fillStyle = colourOf(canvas, kind);
    for (const y of places[kind]) context.fillRect(0, y, clientWidth, 2);
  }
}

function placesOf(
  source: RowSource,
  { pins, hits }: TickMarks,
  height: number,
): Record<TickKind, Set<number>> {
  const { length } = source;
  const places = {
    error: new Set<number>(),
    critical: new Set<number>(),
    warning: new Set<number>(),
    accent: new Set<number>(),
  };
  const found = hits?.(Math.max(1, Math.floor(height / 2))) ?? [];
  for (let part = 0; part < found.length; part += 1) if (found[part]! > 0) places.warning.add(part * 2);
  const yOf = (index: number) => Math.floor((index / length) * (height - 2));
  const step = Math.ceil(length / MAX_LOOKED_AT);
  for (let index = 0; index < length; index += step) {
    const level: LogLevel | undefined = levelAt(source, index);
    if (level === 'error' || level === 'critical') places[level].add(yOf(index));
  }
  for (const row of pins) {
    const index = source.indexOf(row);
    if (index >= 0) places.accent.add(yOf(index));
  }
  return places;
}

/** A colour of the theme: canvas cannot read custom properties. */
function colourOf(canvas: HTMLCanvasElement, kind: TickKind): string {
  canvas.style.color = `var(--tailrace-${kind})`;
  return getComputedStyle(canvas).color;
}
