import { useLayoutEffect, useState, type RefObject } from 'react';

/** Pixels below which parts stand one below the other; LogExplorer.css says the same. */
const NARROW_PX = 720;

/** Whether an element is too narrow for things side by side. */
export function useNarrow(element: RefObject<HTMLElement | null>): boolean {
  const [isNarrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const measure = () => setNarrow(element.current!.clientWidth < NARROW_PX);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);
  return isNarrow;
}
