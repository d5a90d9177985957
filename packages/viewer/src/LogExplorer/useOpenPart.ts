import { useState } from 'react';

/** Whether a part is shown: where there is room at first, and then as the user wants it at that width. */
export function useOpenPart(isNarrow: boolean): [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const [chosen, setChosen] = useState<{ readonly isNarrow: boolean; readonly isOpen: boolean }>();
  const isOpen = chosen?.isNarrow === isNarrow ? chosen.isOpen : !isNarrow;
  return [isOpen, (next) => setChosen({ isNarrow, isOpen: next })];
}
