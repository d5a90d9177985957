const ISO_8601 =
  /^(?:\d{4}|[+-]\d{6})(?:-\d\d(?:-\d\d(?<time>T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?)?)?)?$/i;

/**
 * Reads an ISO 8601 time, as milliseconds since 1970. Without a zone it is UTC: what a filter means must not
 * depend on where it is read.
 *
 * @returns NaN for anything else
 */
export function parseTime(text: string): number {
  const groups = ISO_8601.exec(text)?.groups;
  if (!groups) return Number.NaN;
  const upper = text.toUpperCase();
  return Date.parse(groups['time'] && !groups['zone'] ? `${upper}Z` : upper);
}
