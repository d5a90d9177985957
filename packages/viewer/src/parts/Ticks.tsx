import { useEffect, useRef, type RefObject } from 'react';
import type { RowSource } from '../list/RowSource.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';
import type { LogSearch } from '../stream/search/LogSearch.ts';
import { drawTicks } from '../list/ticks/drawTicks.ts';

/** Milliseconds between two pictures at least. */
const DRAW_MS = 500;

export interface TicksProps {
  readonly source: RowSource;
  readonly pins: ReadonlyMap<string, LogRow>;
  readonly search: LogSearch | undefined;
  /** What has the scroll bar. */
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Shows beside the scroll bar where errors, hits of a search, and pins are. */
export function Ticks({ source, pins, search, scroller }: TicksProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () => {
      const { offsetWidth = 0, clientWidth = 0 } = scroller.current ?? {};
      canvas.current!.style.insetInlineEnd = `${offsetWidth - clientWidth + 2}px`;
      const hits = search && ((parts: number) => search.density(parts));
      drawTicks(canvas.current!, source, { pins: pins.values(), hits });
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const drawIn = (ms: number) =>
      setTimeout(() => {
        timer = undefined;
        draw();
      }, ms);
    const drawSoon = () => {
      timer ??= drawIn(DRAW_MS);
    };
    const stop = source.subscribe(drawSoon);
    const stopSearch = search?.subscribe(drawSoon);
    // Also at the beginning, and after the frame that shows the rows, which need not wait for it.
    const sizes = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = drawIn(0);
    });
    sizes.observe(canvas.current!);
    return () => {
      clearTimeout(timer);
      stop();
      stopSearch?.();
      sizes.disconnect();
    };
  }, [source, pins, search, scroller]);
  return <canvas ref={canvas} className="tailrace-ticks" aria-hidden="true" />;
}
