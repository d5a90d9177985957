/** Filters that are remembered. */
export const MAX_RECENT_FILTERS = 20;

/** The filters that were used last, the newest first. */
export function recentFilters(key: string): readonly string[] {
  if (key === '') return [];
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    // Where nothing may be stored, or somebody stored something else, nothing is remembered.
    return [];
  }
}

export function rememberFilter(key: string, filter: string): void {
  const text = filter.trim();
  if (key === '' || text === '') return;
  const others = recentFilters(key).filter((one) => one !== text);
  try {
    localStorage.setItem(key, JSON.stringify([text, ...others].slice(0, MAX_RECENT_FILTERS)));
  } catch {
    // As above.
  }
}
