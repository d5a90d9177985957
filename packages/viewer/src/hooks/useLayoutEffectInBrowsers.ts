import { useEffect, useLayoutEffect } from 'react';

/** `useLayoutEffect`, of which React 18 complains where a server renders. */
export const useLayoutEffectInBrowsers = typeof document === 'undefined' ? useEffect : useLayoutEffect;
