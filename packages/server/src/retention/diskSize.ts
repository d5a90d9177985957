const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/** Reads a size: `10485760`, `10MB`; a kilobyte has 1,024 bytes. @returns bytes, `undefined` when it is none */
export function parseSize(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,15})\s*([KMG]?B)?$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  const bytes = Number(number) * UNITS[unit?.toUpperCase() ?? '']!;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
