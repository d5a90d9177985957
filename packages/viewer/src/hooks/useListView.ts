import { useId, useState } from 'react';
import { ListView, type ListLook } from '../list/ListView.ts';
import type { RowSource } from '../list/RowSource.ts';
import { useLayoutEffectInBrowsers } from './useLayoutEffectInBrowsers.ts';

export interface ListViewHookOptions {
  readonly source: RowSource;
  readonly look: ListLook;
  readonly follow: boolean;
  /** What the list is about; with another one it begins anew. */
  readonly topic: string;
}

/** A list that lives as long as the component. */
export function useListView({ source, look, follow, topic }: ListViewHookOptions): ListView {
  const idPrefix = useId();
  const [view] = useState(() => new ListView({ source, look, follow, idPrefix }));
  useLayoutEffectInBrowsers(() => view.setSource(source), [view, source]);
  useLayoutEffectInBrowsers(() => view.setLook(look), [view, look]);
  useLayoutEffectInBrowsers(() => view.restart(follow), [view, topic, follow]);
  return view;
}
