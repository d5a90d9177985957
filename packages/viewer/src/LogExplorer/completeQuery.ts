import { LOG_LEVELS, printValue } from '@tailrace/protocol/core';

/** What could stand at the caret. */
export interface Completion {
  readonly kind: 'field' | 'value' | 'operator' | 'recent';
  /** What is shown. */
  readonly text: string;
  /** Stands beside it: how often, or what it means. */
  readonly hint?: string;
  /** What is put in place of what stands from `from` to `to`. */
  readonly insert: string;
  readonly from: number;
  readonly to: number;
}

/** What is being written at the caret. */
export interface QueryPlace {
  /** Where it begins, and where it ends. */
  readonly from: number;
  readonly to: number;
  /** The field whose value is being written. */
  readonly field?: string;
  /** As far as it is written, up to the caret. */
  readonly typed: string;
  /** Whether something stands before it in the same group. */
  readonly follows: boolean;
}

export interface CompletionSources {
  readonly fields: readonly string[];
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** Completions that are offered at once. */
export const MAX_COMPLETIONS = 12;

const FIELD_BEFORE = /^([A-Za-z_][\w.@-]*):/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Finds what is being written; spaces between quotation marks are part of it. */
export function placeInQuery(text: string, caret: number): QueryPlace {
  let from = 0;
  let quoted = false;
  for (let at = 0; at < caret; at += 1) {
    const character = text[at]!;
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && /[\s()]/.test(character)) from = at + 1;
  }
  if (text[from] === '-' && from < caret) from += 1;
  const rest = /^(?:"(?:[^"\\]|\\[^])*"?|[^\s()"])*/.exec(text.slice(from))![0];
  const to = Math.max(caret, from + rest.length);
  const typed = text.slice(from, caret);
  const follows = /[^\s(-]\s+-?$/.test(text.slice(0, from));
  const field = FIELD_BEFORE.exec(typed)?.[1];
  if (field === undefined) return { from, to, typed, follows };
  const begin = from + field.length + 1;
  return { from: begin, to, field, typed: text.slice(begin, caret), follows };
}

/** What could be written there, the likeliest first. */
export function completionsAt(place: QueryPlace, sources: CompletionSources): Completion[] {
  const found = place.field === undefined ? fieldsAt(place, sources) : valuesAt(place, sources);
  return found.filter(({ insert }) => insert.trim() !== place.typed).slice(0, MAX_COMPLETIONS);
}

function fieldsAt({ from, to, typed, follows }: QueryPlace, { fields }: CompletionSources): Completion[] {
  const begins = (name: string) => name.toLowerCase().startsWith(typed.toLowerCase());
  const contains = (name: string) => typed.length > 1 && name.toLowerCase().includes(typed.toLowerCase());
  const named = [...fields.filter(begins), ...fields.filter((name) => !begins(name) && contains(name))];
  const operators = follows && typed !== '' ? ['OR', 'AND', 'NOT'].filter(begins) : [];
  return [
    ...operators.map((text) => ({ kind: 'operator', text, insert: `${text} `, from, to }) as const),
    ...named.map((name) => ({ kind: 'field', text: name, insert: `${name}:`, from, to }) as const),
  ];
}

function valuesAt({ field, from, to, typed }: QueryPlace, { values }: CompletionSources): Completion[] {
  const bare = typed.replace(/^"/, '').toLowerCase();
  const matching = [
    ...values.filter(({ value }) => value.toLowerCase().startsWith(bare)),
    ...values.filter(({ value }) => bare !== '' && value.toLowerCase().indexOf(bare) > 0),
  ];
  const listed = matching.map(({ value, count }): Completion => ({
    kind: 'value',
    text: value,
    ...(count > 0 && { hint: String(count) }),
    insert: `${printValue(value)} `,
    from,
    to,
  }));
  const operators = operatorsOf(field!, values).map(([text, insert]): Completion => ({
    kind: 'operator',
    text,
    insert,
    from,
    to,
  }));
  return [
    ...listed.slice(0, MAX_COMPLETIONS - 2),
    ...operators.filter(({ insert }) => insert.startsWith(typed)),
  ];
}

/** What else than a value can stand behind a field's colon. */
function operatorsOf(
  field: string,
  values: CompletionSources['values'],
): readonly (readonly [text: string, insert: string])[] {
  if (field === 'level')
    return LOG_LEVELS.slice(1, -1).map((level) => [`>=${level}`, `>=${level} `] as const);
  const numeric = values.length > 0 && values.every(({ value }) => NUMBER.test(value));
  const isTime = field === 'timestamp' || field === 'received_at';
  return [
    ...(numeric || isTime
      ? ([
          ['>=', '>='],
          ['<', '<'],
          ['[… TO …]', '['],
        ] as const)
      : []),
    ...(isTime ? [] : ([['*', '* ']] as const)),
  ];
}

/** Puts a completion into the text. */
export function applyCompletion(
  text: string,
  { insert, from, to }: Completion,
): { text: string; caret: number } {
  const after = text.slice(to);
  const put = insert.endsWith(' ') && after.startsWith(' ') ? insert.trimEnd() : insert;
  return { text: text.slice(0, from) + put + after, caret: from + insert.length };
}
