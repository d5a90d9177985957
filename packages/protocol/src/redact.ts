import { MAX_MESSAGE_LENGTH } from './limits.ts';
import { containerEnd, quoteLevel, stringEnd } from './quotedText.ts';
import { isInnocent } from './sensitiveNames.ts';
import { PATTERN_CHECKS, type RedactionRule } from './sensitivePatterns.ts';

/** Decides whether to redact what was found. If it is the value of a name, that ends at `nameEnd`; else that is 0. */
export type RedactionJudge = (
  rule: RedactionRule,
  offset: number,
  secret: string,
  nameEnd: number,
) => boolean;

/** Fields that say which entry it is and where it came from, as far as they come first. */
const OWN_FIELDS =
  /^\{(?:"(?:seq|timestamp|level|category|source|logger|stream|session|id|cursor|received_at)":(?:\d+|"(?:[^"\\]|\\.)*"),)*/;
const KEY_END = /"\s*:/y;
const OPENING_QUOTE = /(\\*)(["'`])/y;
/** Behind a quote that rather closes a string which ends in a name, such as `"Password:"`. */
const AFTER_CLOSING = /[\s,:)}\]]|$/y;
const CONTAINER = /[[{]\s{0,9}[^\s\]}]/y;
const BARE_VALUE = /(?![[{])(?:[^\s"'`&;,|<>)\]}\\]|,(?![\s"'`\\]|[\w.-]{1,40}\s?[=:]|$))+/y;
/** Of headers, whose values go on behind blanks and semicolons. */
const HEADER_VALUE = /(?:[\w.-]{1,99}=|(?:basic|bearer) |[\w-]{3,20} (?=\S{0,99}?[\d=]))[^\r\n"'\\]*/iy;
/** Of numbers, which people write in groups. */
const GROUPED_VALUE = /(?:[A-Z]{2})?\d{2,6}(?:[ -][A-Z\d]{1,6})+(?!\w)/y;
/** A word that another one follows: what stands behind the colon is a sentence. */
const SENTENCE = /[a-z']+[.,]? [a-z']+(?![\w:=])/iy;
/** UTF-16 code units of a value that are looked at, to tell whether it is one. */
const LOOK_LENGTH = 128;

/**
 * UTF-16 code units up to which a string of a line may grow, at most fourfold: a longer one keeps its length,
 * for the server refuses an entry whose message is too long.
 */
const MAX_GROWING_STRING = MAX_MESSAGE_LENGTH / 4;
/** Passes over a text: two secrets that touch hide one of them from the first pass. */
const MAX_PASSES = 8;

/** Redacts until nothing is left to redact, which one pass and a look nearly always do. */
export function redact(text: string, secrets: RegExp, isLine: boolean, judge: RedactionJudge): string {
  let output = text;
  let before;
  let passes = 0;
  do {
    before = output;
    output = redactOnce(before, secrets, isLine, judge);
    passes += 1;
  } while (output !== before && passes < MAX_PASSES);
  return output;
}

/**
 * Replaces what the expression finds, in one pass that looks at no character more than a bounded number of
 * times. An entry's JSON line stays valid: strings end where they ended, keys and numbers are left alone.
 */
function redactOnce(text: string, secrets: RegExp, isLine: boolean, judge: RedactionJudge): string {
  let output = '';
  let done = 0;
  const start = isLine ? ownFieldsEnd(text) : 0;
  /** Where the string opens and closes that this is in, or the next one. */
  let opens = -1;
  let closes = isLine ? start - 1 : text.length;
  secrets.lastIndex = start;
  for (let match; (match = secrets.exec(text));) {
    const groups = match.groups!;
    const rule = Object.keys(groups).find((group) => groups[group] !== undefined) as RedactionRule;
    const found = groups[rule]!;
    const isName = rule === 'secret';
    let { index: next } = match;
    let to = secrets.lastIndex;
    let from = isName ? next : to - found.length - (groups.local?.length ?? 0);
    let around = '';
    while (closes < from) {
      opens = text.indexOf('"', closes + 1);
      closes = opens < 0 ? Infinity : stringEnd(text, opens + 1, '"', 0);
      if (opens < 0) opens = Infinity;
    }
    next += 1;
    // Between strings there are numbers; in a key, only what names its value counts.
    if (opens >= from) next = Math.max(next, opens);
    else if (groups.quote !== '"' && matchAt(KEY_END, text, closes))
      next = isName ? next : Math.min(to, closes);
    else {
      if (isName) {
        ({ from, to, around } = valueAt(
          text,
          to,
          groups.quote === '"' ? text.length : closes,
          isLine,
          groups,
        ));
      } else {
        const before = text.slice(Math.max(from - 3, 0), from);
        to += (PATTERN_CHECKS[rule]?.(found, before) ?? found.length) - found.length;
        // The match began in the middle of an escape.
        if (isLine && text[from - 1] === '\\') from += text[from] === 'u' ? 5 : 1;
        from = Math.max(from, done);
      }
      if (to > from) {
        next = to;
        if (judge(rule, from, text.slice(from, to), isName ? match.index + found.length : 0)) {
          const length = to - from;
          const mark = `[redacted:${rule}]`;
          const isTight = isLine && closes - opens > MAX_GROWING_STRING && mark.length > length;
          output += text.slice(done, from) + around + (isTight ? '*'.repeat(length) : mark) + around;
          done = to;
        }
      }
    }
    secrets.lastIndex = next;
  }
  return done ? output + text.slice(done) : text;
}

/** Where the fields of an entry end that are never redacted, as far as they come first in its line. */
export function ownFieldsEnd(line: string): number {
  return OWN_FIELDS.exec(line)?.[0].length ?? 0;
}

/** Finds the value of a sensitive name; it ends before it begins when it is none of its secrets. */
function valueAt(
  text: string,
  at: number,
  limit: number,
  isLine: boolean,
  { secret = '', quote = '', colon }: Readonly<Record<string, string | undefined>>,
): { from: number; to: number; around: string } {
  const none = { from: at, to: 0, around: '' };
  const opening = matchAt(OPENING_QUOTE, text, at);
  const from = OPENING_QUOTE.lastIndex;
  if (opening && from <= limit && (quote || !matchAt(AFTER_CLOSING, text, from))) {
    const to = Math.min(stringEnd(text, from, opening[2]!, quoteLevel(opening[1]!.length)), limit);
    return isInnocent(secret, text.slice(from, Math.min(to, from + LOOK_LENGTH)))
      ? none
      : { from, to, around: '' };
  }
  const shown = text.slice(at, Math.min(at + LOOK_LENGTH, limit));
  const around = quote.endsWith('"') ? quote : '';
  const isContainer = matchAt(CONTAINER, shown, 0);
  const isHeader =
    /^(?:basic|bearer) /i.test(shown) ||
    (/(?:tion|cookies?)$/i.test(secret) && matchAt(HEADER_VALUE, shown, 0));
  const value = isContainer || isHeader ? shown : (matchAt(BARE_VALUE, shown, 0)?.[0] ?? '');
  // Before the end is looked for, which may be far: what is innocent here may begin anew right behind it.
  if (isInnocent(secret, value)) return none;
  if (isContainer) {
    const to = containerEnd(text, at, quote ? quoteLevel(quote.length - 1) : Number(isLine));
    return { from: at, to: Math.min(to, limit), around };
  }
  if (!isHeader && colon && !quote && (value.length < 3 || matchAt(SENTENCE, shown, 0))) return none;
  const extent = isHeader ? HEADER_VALUE : matchAt(GROUPED_VALUE, shown, 0) ? GROUPED_VALUE : BARE_VALUE;
  matchAt(extent, text, at);
  return { from: at, to: Math.min(extent.lastIndex, limit), around };
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}
