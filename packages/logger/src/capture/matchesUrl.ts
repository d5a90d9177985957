/**
 * Which URLs are meant. A string means an origin and all that begins with its path: `/api` or
 * `https://api.example.com`. An expression is searched for in the absolute URL.
 */
export type UrlPattern = string | RegExp;

/** Whether a URL is one of those meant. */
export function matchesUrl(url: unknown, patterns: readonly UrlPattern[]): boolean {
  const href = absolute(url);
  return patterns.some((pattern) =>
    // A URL of an origin ends with a slash, so that `https://shop.example` is not `https://shop.example.evil`.
    // And `search`, unlike `test`, does not remember where a global expression stopped.
    typeof pattern === 'string' ? href.startsWith(absolute(pattern)) : href.search(pattern) >= 0,
  );
}

/** A URL as the page reads it: relative to its base. */
function absolute(url: unknown): string {
  return new URL(url as string, globalThis.document?.baseURI).href;
}
