/** Whose clock a form shows. */
export type Zone = 'local' | 'utc';

/** A time as `<input type="datetime-local">` has it, to the second; `''` of what is no time. */
export function toInputTime(ms: number, zone: Zone): string {
  if (Number.isNaN(ms)) return '';
  const offset = zone === 'utc' ? 0 : new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offset).toISOString().slice(0, 19);
}

/** @returns milliseconds since 1970; `NaN` while the form is empty */
export function fromInputTime(text: string, zone: Zone): number {
  return Date.parse(zone === 'utc' && text !== '' ? `${text}Z` : text);
}
