/** Orders values by how many they are, most first; equal ones by name, so that each answer has the same order. */
export function mostFirst(
  [a, countOfA]: readonly [name: string, count: number],
  [b, countOfB]: readonly [name: string, count: number],
): number {
  if (countOfA !== countOfB) return countOfB - countOfA;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
