/** Fullwidth and wide characters: Hangul, CJK, kana, fullwidth forms, and the planes of emoji and rare ideographs. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;
const BEYOND_ASCII = /[^\0-\x7f]/;

/** Columns that a line takes in a monospace font: wide characters take two, and so do surrogate pairs. */
export function textColumns(line: string): number {
  if (!BEYOND_ASCII.test(line)) return line.length;
  return line.length + (line.match(WIDE)?.length ?? 0);
}
