import { useSyncExternalStore, type MouseEvent } from 'react';

const listeners = new Set<() => void>();
const changed = () => listeners.forEach((listener) => listener());

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  globalThis.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    globalThis.removeEventListener('popstate', listener);
  };
}

/** Goes to another page; the way back is kept. */
export function navigate(href: string): void {
  history.pushState(null, '', href);
  changed();
}

/** Where the page is: its parts between slashes, decoded, and what stands behind the question mark. */
export function useAddress(): { readonly parts: readonly string[]; readonly parameters: URLSearchParams } {
  const href = useSyncExternalStore(subscribe, () => location.href);
  const { pathname, searchParams } = new URL(href);
  return { parts: pathname.split('/').filter(Boolean).map(decode), parameters: searchParams };
}

/**
 * One parameter of the address, so that a link to what is seen shows it again.
 *
 * @param fallback what stands for its absence, and is not written
 */
export function useParameter(name: string, fallback = ''): [value: string, set: (value: string) => void] {
  const { parameters } = useAddress();
  const set = (value: string) => {
    const url = new URL(location.href);
    if (value === fallback) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    history.replaceState(null, '', url);
    changed();
  };
  return [parameters.get(name) ?? fallback, set];
}

/** For links: stays in the page, unless another tab or a download is meant. */
export function follow(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  navigate(event.currentTarget.href);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Somebody wrote a lone percent sign: it is taken as it is.
    return part;
  }
}
