/**
 * What is taken out: path parameters (`;jsessionid=…`), what stands behind a `=`, and keys of more than 40
 * characters, which without a `=` may well be a secret rather than a name.
 */
const SECRETS = /;[^/?]*|=[^&]*|[?&][^&=]{41,}/g;

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
    // Which makes a text of whatever it is given.
    const { protocol, host, pathname, search } = new URL(url as string, globalThis.document?.baseURI);
    return host ? `${protocol}//${host}${(pathname + search).replace(SECRETS, '')}` : protocol;
  } catch {
    return '';
  }
}
