export const number = new Intl.NumberFormat('en');

/** How many of what, in English. */
export function some(count: number, one: string, many: string): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}
