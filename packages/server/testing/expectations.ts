import { PROBLEM_STATUS, type IngestReply, type Problem, type ProblemCode } from '@tailrace/protocol';
import { expect } from 'vitest';
import { logLine, seqs } from './entries.ts';
import { segmentBody, type TestServer } from './testServer.ts';

/** JSON of empty arrays inside each other. */
export function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** An object with so many keys. */
export function keys(count: number): Record<string, number> {
  return Object.fromEntries(seqs(count).map((i) => [`key${i}`, i]));
}

/** The answer is a problem of this kind, and says what to change. */
export async function expectProblem(
  answer: Response,
  code: ProblemCode,
  detail: string | RegExp,
): Promise<void> {
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  const problem = (await answer.json()) as Problem;
  expect(problem).toMatchObject({ type: 'about:blank', status: PROBLEM_STATUS[code], code });
  expect(answer.status).toBe(PROBLEM_STATUS[code]);
  expect(problem.detail).toMatch(detail);
}

/** The server is as good as before. */
export async function expectGoodRequest(server: TestServer): Promise<void> {
  const answer = await server.ingest(segmentBody([logLine(1)]));
  expect(answer.status).toBe(200);
  expect(((await answer.json()) as IngestReply).segments[0]).toMatchObject({ accepted: 1, rejected: [] });
}
