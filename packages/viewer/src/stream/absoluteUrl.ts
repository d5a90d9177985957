/** A server's address without a slash at its end. Relative ones are the page's: known late, so that a page can be rendered where there is none. */
export function absoluteUrl(url: string): string {
  const base = (globalThis as { location?: { href: string } }).location?.href;
  return new URL(url, base).href.replace(/\/+$/, '');
}
