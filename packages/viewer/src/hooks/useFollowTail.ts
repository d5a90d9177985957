import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** Pixels from the end that still count as the end: positions are fractions on zoomed screens. */
const AT_END_PX = 2;

export interface FollowTail {
  /** Whether the newest entry is kept in view. */
  readonly following: boolean;
  readonly follow: () => void;
  readonly release: () => void;
}

/**
 * Keeps to the tail until the user leaves it: by wheel, touch, or the scrollbar. Scroll events alone say
 * nothing, as appending and trimming make them, too. Coming back to the end takes it up again.
 *
 * @param topic what the list is about; with another one it starts as it did at first
 */
export function useFollowTail(
  scroller: RefObject<HTMLElement | null>,
  initially: boolean,
  topic: string,
): FollowTail {
  const [following, setFollowing] = useState(initially);
  const [lastTopic, setLastTopic] = useState(topic);
  if (topic !== lastTopic) {
    setLastTopic(topic);
    setFollowing(initially);
  }
  const lastTop = useRef(0);
  const follow = useCallback(() => setFollowing(true), []);
  const release = useCallback(() => {
    const element = scroller.current;
    if (element && element.scrollHeight > element.clientHeight) setFollowing(false);
  }, [scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0) release();
    };
    const onPointerDown = (event: PointerEvent) => {
      const onScrollbar = event.target === element && event.offsetX >= element.clientWidth;
      if (onScrollbar) release();
    };
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      const movedDown = scrollTop > lastTop.current;
      lastTop.current = scrollTop;
      if (movedDown && scrollHeight - clientHeight - scrollTop <= AT_END_PX) setFollowing(true);
    };
    const passive = { passive: true };
    element.addEventListener('wheel', onWheel, passive);
    element.addEventListener('touchmove', release, passive);
    element.addEventListener('pointerdown', onPointerDown);
    element.addEventListener('scroll', onScroll, passive);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('touchmove', release);
      element.removeEventListener('pointerdown', onPointerDown);
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller, release]);

  return { following, follow, release };
}
