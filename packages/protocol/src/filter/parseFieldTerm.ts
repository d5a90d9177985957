import { allOf, type Comparison, type FieldTest, type LogFilter, type RangeEnd } from '../LogFilter.ts';
import { LOG_LEVELS, parseLogLevel, type LogLevel } from '../LogLevel.ts';
import { TIME_FIELDS } from './fields.ts';
import type { FilterScanner } from './FilterScanner.ts';
import { parseRange, type RangeText } from './parseRange.ts';
import { parseRegex } from './parseRegex.ts';
import { parseTime } from './times.ts';

const FIELD_NAME = /([A-Za-z_][\w.@-]*):|"([^"\\]*(?:\\[^][^"\\]*)*)":/y;
const COMPARISON = /(>=|<=|>|<)([^\s"()]*)/y;
const QUOTED_OR_BARE = /[^\s"()*]*/y;

/** Reads `field:…`, if what is next begins so. A name of other characters stands in quotes: `"a b":1`. */
export function parseFieldTerm(scanner: FilterScanner): LogFilter | undefined {
  const name = scanner.takeMatch(FIELD_NAME);
  if (!name) return undefined;
  const field = name[1] ?? name[2]!.replaceAll(/\\([^])/g, '$1');
  if (scanner.atBoundary) throw scanner.error(`A value is missing after ${field}:`);
  const filter = field === 'level' ? parseLevelTest(scanner) : parseValueTest(scanner, field);
  if (!scanner.atBoundary) throw scanner.error('A space is missing here');
  return filter;
}

function parseLevelTest(scanner: FilterScanner): LogFilter {
  const start = scanner.at;
  if (scanner.take('*') && scanner.atBoundary)
    return { kind: 'field', field: 'level', test: { kind: 'present' } };
  const range = parseRange(scanner);
  if (range) return levelRange(scanner, range);
  const compared = scanner.takeMatch(COMPARISON);
  if (compared) {
    const comparison = compared[1] as Comparison;
    return { kind: 'level', level: levelOf(scanner, compared[2]!, start), comparison };
  }
  const name = scanner.takeQuoted() ?? scanner.takeBare();
  return { kind: 'level', level: levelOf(scanner, name, start) };
}

function levelRange(scanner: FilterScanner, { from, to }: RangeText): LogFilter {
  const ends: LogFilter[] = [];
  if (from) {
    const comparison = from.excluded ? '>' : '>=';
    ends.push({ kind: 'level', level: levelOf(scanner, from.text, from.at), comparison });
  }
  if (to) {
    const comparison = to.excluded ? '<' : '<=';
    ends.push({ kind: 'level', level: levelOf(scanner, to.text, to.at), comparison });
  }
  return allOf(ends);
}

function levelOf(scanner: FilterScanner, name: string, at: number): LogLevel {
  const level = parseLogLevel(name);
  if (!level) throw scanner.error(`A level is one of ${LOG_LEVELS.join(', ')}`, at);
  return level;
}

function parseValueTest(scanner: FilterScanner, field: string): LogFilter {
  const start = scanner.at;
  const test = parseTest(scanner, field);
  if (test.kind === 'equals' && TIME_FIELDS.has(field)) {
    throw scanner.error(`${field} is compared by > >= < <= or a range`, start);
  }
  return { kind: 'field', field, test };
}

function parseTest(scanner: FilterScanner, field: string): FieldTest {
  const start = scanner.at;
  if (scanner.next === '/') return { kind: 'matches', regex: parseRegex(scanner) };
  const range = parseRange(scanner);
  if (range) return rangeTest(scanner, field, range);
  const compared = scanner.takeMatch(COMPARISON);
  if (compared) {
    const value = numberOf(scanner, field, compared[2]!, start);
    return { kind: 'compare', comparison: compared[1] as Comparison, value };
  }
  const fromAnywhere = scanner.take('*');
  if (fromAnywhere && scanner.atBoundary) return { kind: 'present' };
  const value = scanner.takeQuoted() ?? scanner.takeMatch(QUOTED_OR_BARE)![0];
  const toAnywhere = scanner.take('*');
  if (scanner.next === '"') throw scanner.error('A quotation mark stands at the beginning of a value');
  const misplaced = toAnywhere ? !scanner.atBoundary : fromAnywhere;
  if (misplaced) {
    const message =
      'A * stands at the end of a value, or around a part of it; put the value in quotes otherwise';
    throw scanner.error(message, toAnywhere ? scanner.at - 1 : start);
  }
  if (fromAnywhere && value === '')
    throw scanner.error('Something to look for is missing between the two *', start);
  if (fromAnywhere) return { kind: 'includes', value };
  return { kind: toAnywhere ? 'startsWith' : 'equals', value };
}

/** A range that is open at one end is a comparison: one form for one meaning. */
function rangeTest(scanner: FilterScanner, field: string, { from, to, at }: RangeText): FieldTest {
  const [least, most] = [from, to].map(
    (end): RangeEnd | undefined =>
      end && {
        value: numberOf(scanner, field, end.text, end.at),
        ...(end.excluded && { excluded: true }),
      },
  );
  if (least && most) {
    if (least.value > most.value) throw scanner.error('A range goes from the smaller to the larger', at);
    return { kind: 'range', from: least, to: most };
  }
  if (least) return { kind: 'compare', comparison: least.excluded ? '>' : '>=', value: least.value };
  return { kind: 'compare', comparison: most!.excluded ? '<' : '<=', value: most!.value };
}

function numberOf(scanner: FilterScanner, field: string, text: string, at: number): number {
  const isTime = TIME_FIELDS.has(field);
  const value = isTime ? parseTime(text) : text === '' ? Number.NaN : Number(text);
  // Of two zeros that compare as equal, one prints as the other.
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  throw scanner.error(`${field} is compared with ${isTime ? 'an ISO 8601 time' : 'a number'}`, at);
}
