import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

/** Pixels of a press of an arrow key, and of one with Shift. */
const STEP_PX = 8;
const LEAP_PX = 40;

export interface SeparatorProps {
  readonly label: string;
  readonly className: string;
  /** Pixels. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** Whether what it sizes lies behind it: it grows as the separator moves to the start. */
  readonly reverse?: boolean;
  /** `undefined` is as wide as at the start. */
  readonly onResize: (px: number | undefined) => void;
}

/** A line between two things that sizes one of them: by dragging, by arrow keys, and back by a double click. */
export function Separator({ label, className, size, min, max, reverse = false, onResize }: SeparatorProps) {
  const drag = useRef<{ readonly x: number; readonly size: number; readonly sign: number }>(undefined);
  const resize = (px: number) => onResize(Math.max(min, Math.min(px, max)));
  const signOf = (element: Element) =>
    (getComputedStyle(element).direction === 'rtl' ? -1 : 1) * (reverse ? -1 : 1);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, size, sign: signOf(event.currentTarget) };
  };
  const onPointerMove = (event: PointerEvent) => {
    const began = drag.current;
    if (began) resize(began.size + (event.clientX - began.x) * began.sign);
  };
  const onEnd = () => {
    drag.current = undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = (event.shiftKey ? LEAP_PX : STEP_PX) * signOf(event.currentTarget);
    const sizes: Readonly<Record<string, number>> = {
      ArrowRight: size + step,
      ArrowLeft: size - step,
      Home: min,
      End: max,
    };
    const px = sizes[event.key];
    if (px === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(px);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      className={className}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onEnd}
      onPointerCancel={onEnd}
      onDoubleClick={() => onResize(undefined)}
      onKeyDown={onKeyDown}
    />
  );
}
