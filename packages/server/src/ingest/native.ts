import {
  isHeaderLine,
  MAX_BATCH_ENTRIES,
  MAX_DEPTH,
  MAX_HEADER_BYTES,
  MAX_RESOURCE_BYTES,
  type EntryRejection,
  type SegmentHeader,
} from '@tailrace/protocol';
import { firstProblem, segmentHeaderSchema } from '@tailrace/protocol/schema';
import { ProblemError } from '../Problem.ts';
import type { NewEntry } from '../store/LogStore.ts';
import { checkEntry, parseJson, type Refusal } from './checkEntry.ts';
import type { SkewOf } from './ClockSkews.ts';
import { jsonDepth } from './jsonDepth.ts';
import type { ParsedSegment } from './ParsedSegment.ts';
import { sizeProblem } from './sizeProblem.ts';
import { toStorable } from './storableText.ts';
import type { Turns } from './Turns.ts';

const BYTE_ORDER_MARK = '\uFEFF';

interface RawSegment {
  readonly header: SegmentHeader;
  /** Of the header, from 1. */
  readonly lineNumber: number;
  readonly lines: string[];
}

/**
 * Reads a body of segments. An entry that cannot be taken is refused by itself; a header that cannot be read
 * refuses the body, because nobody can say whose entries follow.
 *
 * @param skewOf how much a sender's clock is behind
 * @throws {ProblemError} `invalid_segment` with the line's number, or `too_many_entries`
 */
export async function parseNative(body: string, skewOf: SkewOf, turns: Turns): Promise<ParsedSegment[]> {
  const parsed: ParsedSegment[] = [];
  for (const segment of splitSegments(body)) parsed.push(await checkSegment(segment, skewOf, turns));
  return parsed;
}

function splitSegments(body: string): RawSegment[] {
  const segments: RawSegment[] = [];
  let entries = 0;
  let lineNumber = 0;
  let start = body.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  while (start < body.length) {
    let end = body.indexOf('\n', start);
    if (end < 0) end = body.length;
    lineNumber += 1;
    const line = body.slice(start, end).trim();
    start = end + 1;
    if (line === '') continue;
    if (isHeaderLine(line)) {
      segments.push({ header: parseHeader(line, lineNumber), lineNumber, lines: [] });
      continue;
    }
    const segment = segments.at(-1);
    if (!segment) throw invalidSegment(lineNumber, 'a segment begins with a header: {"v":1,"session":…}');
    entries += 1;
    if (entries > MAX_BATCH_ENTRIES) {
      throw new ProblemError('too_many_entries', `Send at most ${MAX_BATCH_ENTRIES} entries in one request`);
    }
    segment.lines.push(line);
  }
  if (segments.length === 0) throw invalidSegment(1, 'the body is empty; send at least a segment header');
  return segments;
}

function parseHeader(line: string, lineNumber: number): SegmentHeader {
  if (Buffer.byteLength(line) > MAX_HEADER_BYTES) {
    throw invalidSegment(lineNumber, `a header has at most ${MAX_HEADER_BYTES} bytes`);
  }
  if (jsonDepth(line) > MAX_DEPTH) throw invalidSegment(lineNumber, `a header is at most ${MAX_DEPTH} deep`);
  const parsed = parseJson(line);
  if (!parsed.ok) throw invalidSegment(lineNumber, 'the header is not valid JSON');
  const valid = segmentHeaderSchema.safeParse(parsed.value);
  if (!valid.success) throw invalidSegment(lineNumber, firstProblem(valid.error));
  return valid.data;
}

async function checkSegment(
  { header, lineNumber, lines }: RawSegment,
  skewOf: SkewOf,
  turns: Turns,
): Promise<ParsedSegment> {
  const { session, from, to, emitted, dropped = [], sent_at } = header;
  if (lines.length === 0 ? to !== from - 1 : to < from) {
    throw invalidSegment(
      lineNumber,
      `from ${from} to ${to} does not match the ${lines.length} entries that follow`,
    );
  }
  const skewMs = skewOf(session, sent_at);
  const entries: NewEntry[] = [];
  const rejected: EntryRejection[] = [];
  const seen = new Set<number>();
  const allChecked = await turns.map(lines, lengthOf, (line) => checkEntry(line, skewMs));
  allChecked.forEach((checked, i) => {
    const refusal = checked.ok ? seqRefusal(checked.entry.entry.seq, header, seen) : checked.refusal;
    if (refusal) rejected.push({ seq: seqOf(lines[i]!) ?? Math.min(from + i, to), ...refusal });
    else if (checked.ok) entries.push(checked.entry);
  });
  const resource = printResource(header, lineNumber);
  return { session, from, to, emitted: Math.max(emitted, to), dropped, resource, entries, rejected };
}

function lengthOf(line: string): number {
  return line.length;
}

function seqRefusal(seq: number, { from, to }: SegmentHeader, seen: Set<number>): Refusal | undefined {
  if (seq < from || seq > to) {
    return { code: 'seq_out_of_range', message: `The segment says that it holds ${from} to ${to}` };
  }
  if (seen.has(seq)) return { code: 'seq_repeated', message: 'The segment holds this number twice' };
  seen.add(seq);
  return undefined;
}

/** The number of a line that need not be valid: loggers print it first. */
function seqOf(line: string): number | undefined {
  const digits = /^\{"seq":([1-9]\d{0,15})[,}]/.exec(line)?.[1];
  return digits !== undefined && Number.isSafeInteger(Number(digits)) ? Number(digits) : undefined;
}

function printResource({ resource }: SegmentHeader, lineNumber: number): string | undefined {
  if (!resource || Object.keys(resource).length === 0) return undefined;
  const problem = sizeProblem(resource);
  if (problem !== undefined) throw invalidSegment(lineNumber, `resource: ${problem}`);
  const json = JSON.stringify(toStorable(resource));
  if (Buffer.byteLength(json) > MAX_RESOURCE_BYTES) {
    throw invalidSegment(lineNumber, `resource has at most ${MAX_RESOURCE_BYTES} bytes`);
  }
  return json;
}

function invalidSegment(lineNumber: number, problem: string): ProblemError {
  return new ProblemError('invalid_segment', `Line ${lineNumber}: ${problem}`);
}
