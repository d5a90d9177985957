import { allOf, anyOf, isLogLevel, LOG_LEVELS, type LogFilter } from '@tailrace/protocol/core';
import { printFilter } from '@tailrace/protocol/print';

/** Whether what has a value is all that is shown, or not shown. */
export type FacetMode = 'in' | 'out';

/** What a query says of one field: values that are chosen, and values that are left out. */
export interface FieldChoice {
  readonly chosen: readonly string[];
  readonly excluded: readonly string[];
}

/** The parts of a filter that all hold at once: what a chip each stands for. */
export function termsOf(filter: LogFilter): readonly LogFilter[] {
  return filter.kind === 'and' ? filter.filters : [filter];
}

/** The filter without one of its terms, in the filter language. */
export function withoutTerm(filter: LogFilter, index: number): string {
  return printFilter(allOf(termsOf(filter).filter((_, at) => at !== index)));
}

/** What holds of everything but this field: what to count the field's values of. */
export function withoutField(filter: LogFilter, field: string): string {
  return printFilter(allOf(termsOf(filter).filter((term) => !isAbout(term, field))));
}

export function choiceOf(filter: LogFilter, field: string): FieldChoice {
  const terms = termsOf(filter);
  return {
    chosen: terms.flatMap((term) => valuesOf(term, field) ?? []),
    excluded: terms.flatMap((term) => excludedOf(term, field) ?? []),
  };
}

/** Chooses a value of a field, or leaves it out; the same again takes that back. In the filter language. */
export function toggleValue(filter: LogFilter, field: string, value: string, mode: FacetMode): string {
  const { chosen, excluded } = choiceOf(filter, field);
  const others = termsOf(filter).filter((term) => !isAbout(term, field));
  const toggled = (values: readonly string[]) =>
    values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  const without = (values: readonly string[]) => values.filter((other) => other !== value);
  const [nowIn, nowOut] =
    mode === 'in' ? [toggled(chosen), without(excluded)] : [without(chosen), toggled(excluded)];
  return printFilter(
    allOf([
      ...others,
      ...(nowIn.length > 0 ? [oneOfValues(field, nowIn)] : []),
      ...nowOut.map((each): LogFilter => ({ kind: 'not', filter: valueFilter(field, each) })),
    ]),
  );
}

function oneOfValues(field: string, values: readonly string[]): LogFilter {
  if (field === 'level') {
    const [lowest] = LOG_LEVELS.filter((level) => values.includes(level));
    const andWorse = LOG_LEVELS.slice(LOG_LEVELS.indexOf(lowest!));
    if (values.length > 1 && andWorse.length === values.length)
      return { kind: 'level', level: lowest!, comparison: '>=' };
  }
  return anyOf(values.map((value) => valueFilter(field, value)));
}

function valueFilter(field: string, value: string): LogFilter {
  if (field === 'level' && isLogLevel(value)) return { kind: 'level', level: value };
  return { kind: 'field', field, test: { kind: 'equals', value } };
}

function isAbout(term: LogFilter, field: string): boolean {
  return valuesOf(term, field) !== undefined || excludedOf(term, field) !== undefined;
}

function excludedOf(term: LogFilter, field: string): readonly string[] | undefined {
  return term.kind === 'not' ? valuesOf(term.filter, field) : undefined;
}

/** The values of which a term takes any; `undefined` when it is about something else. */
function valuesOf(term: LogFilter, field: string): readonly string[] | undefined {
  if (term.kind === 'or') {
    const each = term.filters.map((one) => valuesOf(one, field));
    return each.every((values) => values !== undefined) ? each.flat() : undefined;
  }
  if (term.kind === 'level' && field === 'level') {
    const place = LOG_LEVELS.indexOf(term.level);
    if (term.comparison === undefined) return [term.level];
    return term.comparison === '>=' ? LOG_LEVELS.slice(place) : undefined;
  }
  if (term.kind !== 'field' || term.field !== field || term.test.kind !== 'equals') return undefined;
  return [term.test.value];
}
