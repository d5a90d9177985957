/**
 * What is taken out of a query: values, and keys of more than 40 characters, which without a `=` may well be a
 * secret rather than a name.
 */
const SECRETS_IN_QUERY = /=[^&]*|[^?&=]{41,}/g;
/** `;jsessionid=…` */
const PATH_PARAMETERS = /;[^/]*/g;

/**
 * A URL that may be logged: made absolute, without credentials, fragment, path parameters and the values of
 * its query, whose keys stay. Of `data:` and other URLs without a host only the scheme stays, and nothing of
 * what is no URL.
 *
 * @example
 * cleanUrl('https://me:pw@shop.example/a?page=2&token=xyz#top'); // 'https://shop.example/a?page&token'
 */
export function cleanUrl(url: unknown): string {
  try {
    const { protocol, host, pathname, search } = toUrl(url);
    if (!host) return protocol;
    return `${protocol}//${host}${pathname.replace(PATH_PARAMETERS, '')}${search.replace(SECRETS_IN_QUERY, '')}`;
  } catch {
    return '';
  }
}

/** Reads a URL as the page does: relative to its base. */
export function toUrl(url: unknown): URL {
  return new URL(String(url), globalThis.document?.baseURI);
}
