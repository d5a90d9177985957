/** A time of day on the reader's clock, to the millisecond: `09:05:00.007`. */
export function formatTime(ms: number): string {
  const time = new Date(ms);
  const pad = (value: number, digits: number) => String(value).padStart(digits, '0');
  return `${pad(time.getHours(), 2)}:${pad(time.getMinutes(), 2)}:${pad(time.getSeconds(), 2)}.${pad(time.getMilliseconds(), 3)}`;
}
