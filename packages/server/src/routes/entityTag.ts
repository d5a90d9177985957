/** Entity tag of what has a version: `"42"`. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/**
 * Tells whether a header `If-None-Match` or `If-Match` names a tag, or any. A weak tag counts as the strong one:
 * proxies that compress weaken tags, and these here stand for a version, not for bytes.
 */
export function namesTag(header: string, tag: string): boolean {
  return header.split(',').some((part) => {
    const name = part.trim();
    return name === '*' || name.replace(/^W\//, '') === tag;
  });
}
