/** Values inside a value up to which looking at each of them is cheaper than the careful way. */
const MAX_VALUES = 48;
/** Objects inside each other; cycles end here too. */
const MAX_LEVELS = 4;
/** UTF-16 code units of one string. */
const MAX_TEXT = 1024;

/**
 * Tells whether `JSON.stringify` alone prints a value well: small, made of plain objects, arrays, strings,
 * finite numbers, booleans and nulls. It runs for every entry, so it gives up at the first oddity.
 */
export function isPlainData(value: object): boolean {
  return countPlain(value, 0, MAX_LEVELS) <= MAX_VALUES;
}

/** How many values were seen, `Infinity` when one of them is not plain. */
function countPlain(value: object, seen: number, levels: number): number {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (levels === 0 || (prototype !== Object.prototype && prototype !== Array.prototype)) return Infinity;
  let count = seen;
  // Inherited keys are looked at on purpose: an enumerable one on Object.prototype is an oddity.
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    count += 1;
    switch (typeof item) {
      case 'string':
        if (item.length > MAX_TEXT) return Infinity;
        break;
      case 'number':
        if (!Number.isFinite(item)) return Infinity;
        break;
      case 'boolean':
        break;
      case 'object':
        if (item !== null) count = countPlain(item, count, levels - 1);
        break;
      default:
        return Infinity;
    }
    if (count > MAX_VALUES) return Infinity;
  }
  return count;
}
