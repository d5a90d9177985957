/** One filter of which all parts hold; empty ones are left out. In the filter language. */
export function joinFilters(filters: readonly (string | undefined)[]): string {
  const parts = filters.filter((part) => part !== undefined && part.trim() !== '');
  return parts.length === 1 ? parts[0]! : parts.map((part) => `(${part})`).join(' ');
}
