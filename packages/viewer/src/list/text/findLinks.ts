/** Stops at what ends an address in running text. */
const LINK = /\bhttps?:\/\/[^\s<>"'`\p{Cc}\u202a-\u202e\u2066-\u2069]{1,2000}/giu;
/** Punctuation of the sentence around it. */
const TRAILING = /[.,:;!?)\]}]+$/;

/** A part of a text, from `start` up to and not including `end`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Finds addresses of http and https: no others are ever made into links. */
export function findLinks(text: string): TextRange[] {
  const links: TextRange[] = [];
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TRAILING, '');
    if (URL.canParse(address)) links.push({ start: match.index, end: match.index + address.length });
  }
  return links;
}
