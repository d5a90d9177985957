import { useEffect, useSyncExternalStore } from 'react';
import type { LateCode } from '../lateCode.ts';

/**
 * Code that is fetched when it is wanted.
 *
 * @returns nothing while it is on its way, or could not be had
 */
export function useLateCode<Code>(late: LateCode<Code>, isWanted = true): Code | undefined {
  useEffect(() => {
    if (isWanted) late.preload();
  }, [late, isWanted]);
  return useSyncExternalStore(late.subscribe, late.get, nothingYet);
}

function nothingYet(): undefined {}
