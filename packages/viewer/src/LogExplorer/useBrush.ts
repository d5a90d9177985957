import { useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { spanOf, type BarChart } from './BarChart.ts';
import type { TimeSpan } from './TimeRange.ts';

/** Pixels within which a pointer takes an edge, or has not moved yet. */
const EDGE_PX = 6;
const STILL_PX = 3;

export interface BrushOptions {
  readonly chart: BarChart;
  readonly brush: TimeSpan | undefined;
  readonly plot: RefObject<HTMLElement | null>;
  readonly onDraft: (brush: TimeSpan | undefined) => void;
  readonly onBrush: (brush: TimeSpan | undefined) => void;
}

interface Drag {
  readonly pointer: number;
  readonly startX: number;
  /** The end that stays, or what is moved as a whole. */
  readonly hold: { readonly end: number } | { readonly moved: TimeSpan };
  /** What is drawn upon: the bars may change meanwhile. */
  readonly span: TimeSpan;
  readonly interval: number;
  last: TimeSpan | undefined;
}

/**
 * Chooses a part of a chart, from bar to bar: dragging makes a brush, moves it, or moves an edge; a double
 * click takes it away. Arrow keys move it, with Shift its end, Escape takes it away.
 */
export function useBrush({ chart, brush, plot, onDraft, onBrush }: BrushOptions) {
  const drag = useRef<Drag>(undefined);
  const span = spanOf(chart);

  const timeAt = (clientX: number, whole: TimeSpan) => {
    const box = plot.current!.getBoundingClientRect();
    const isRightToLeft = getComputedStyle(plot.current!).direction === 'rtl';
    const share = (isRightToLeft ? box.right - clientX : clientX - box.left) / box.width;
    return whole.from + Math.min(1, Math.max(0, share)) * (whole.to - whole.from);
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || !span) return;
    const time = timeAt(event.clientX, span);
    const nearby = (EDGE_PX / plot.current!.clientWidth) * (span.to - span.from);
    const near = (edge: number) => Math.abs(edge - time) < nearby;
    const hold =
      brush && near(brush.from)
        ? { end: brush.to }
        : brush && near(brush.to)
          ? { end: brush.from }
          : brush && time > brush.from && time < brush.to
            ? { moved: brush }
            : { end: time };
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = {
      pointer: event.pointerId,
      startX: event.clientX,
      hold,
      span,
      interval: chart.interval,
      last: undefined,
    };
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { current } = drag;
    if (current?.pointer !== event.pointerId) return;
    if (!current.last && Math.abs(event.clientX - current.startX) < STILL_PX) return;
    const time = timeAt(event.clientX, current.span);
    const next =
      'end' in current.hold
        ? snap(current.hold.end, time, current.span, current.interval)
        : shift(
            current.hold.moved,
            time - timeAt(current.startX, current.span),
            current.span,
            current.interval,
          );
    if (next.from === current.last?.from && next.to === current.last.to) return;
    current.last = next;
    onDraft(next);
  };

  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const { current } = drag;
    if (current?.pointer !== event.pointerId) return;
    drag.current = undefined;
    if (current.last) onBrush(current.last);
  };

  const onPointerCancel = () => {
    drag.current = undefined;
    onDraft(undefined);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!span) return;
    const next = keyed(event, brush, span, chart.interval);
    if (next === 'other') return;
    event.preventDefault();
    event.stopPropagation();
    onBrush(next);
  };

  return {
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel,
    onKeyDown,
    onDoubleClick: () => onBrush(undefined),
  };
}

function keyed(
  { key, shiftKey }: KeyboardEvent,
  brush: TimeSpan | undefined,
  span: TimeSpan,
  interval: number,
): TimeSpan | undefined | 'other' {
  if (key === 'Escape' || key === 'Delete' || key === 'Backspace') return brush ? undefined : 'other';
  const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[key];
  const edge = { Home: span.from - (brush?.from ?? 0), End: span.to - (brush?.to ?? 0) }[key];
  if (step === undefined && edge === undefined) return 'other';
  if (!brush) {
    const atEnd = step === -1 || key === 'End';
    return atEnd ? { from: span.to - interval, to: span.to } : { from: span.from, to: span.from + interval };
  }
  const by = step === undefined ? edge! : step * interval;
  if (!shiftKey) return shift(brush, by, span, interval);
  if (edge !== undefined) return key === 'Home' ? { ...brush, from: span.from } : { ...brush, to: span.to };
  return { ...brush, to: Math.min(span.to, Math.max(brush.from + interval, brush.to + by)) };
}

/** From one time to another, to whole bars. */
function snap(a: number, b: number, span: TimeSpan, interval: number): TimeSpan {
  const [first, last] = [Math.min(a, b), Math.max(a, b)];
  const from = span.from + Math.floor((first - span.from) / interval) * interval;
  const to = span.from + Math.ceil((last - span.from) / interval) * interval;
  return { from: Math.min(from, span.to - interval), to: Math.min(span.to, Math.max(to, from + interval)) };
}

function shift({ from, to }: TimeSpan, by: number, span: TimeSpan, interval: number): TimeSpan {
  const length = to - from;
  const wanted = from + Math.round(by / interval) * interval;
  const begin = Math.min(Math.max(wanted, span.from), Math.max(span.from, span.to - length));
  return { from: begin, to: begin + length };
}
