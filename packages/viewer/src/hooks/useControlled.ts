import { useCallback, useState } from 'react';

/** A value that the page holds where it gives one, and this component where it does not. */
export function useControlled<T>(
  given: T | undefined,
  initial: T,
  onChange?: (value: T) => void,
): readonly [T, (value: T) => void] {
  const [own, setOwn] = useState(initial);
  const set = useCallback(
    (value: T) => {
      setOwn(value);
      onChange?.(value);
    },
    [onChange],
  );
  return [given ?? own, set];
}
