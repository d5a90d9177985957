/**
 * Cuts a text to at most `max` UTF-16 code units, and says so at its end, with the length that it had.
 *
 * @example
 * truncateText('x'.repeat(100), 30); // 'xxxxxxxxxxxx… [100 characters]'
 */
export function truncateText(text: string, max: number): string {
  if (text.length <= max) return text;
  const marker = `… [${text.length} characters]`;
  return text.slice(0, Math.max(0, max - marker.length)) + marker.slice(0, max);
}
