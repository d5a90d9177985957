import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Outcome } from '../transport/LogTransport.ts';
import { MAX_BACKOFF_MS } from './backoff.ts';
import { decide, PAUSE_MS, rejectionReason, SUSPECT_AFTER_FAILURES } from './replyPolicy.ts';

const decideOn = (outcome: Outcome, failures = 1) => decide(outcome, failures);

beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.5));
afterEach(() => void vi.restoreAllMocks());

it('acknowledges by an ingest reply only', () => {
  const reply = { segments: [], levels: 0 };
  expect(decideOn({ status: 200, body: reply })).toEqual({ kind: 'acknowledge', reply });
  for (const body of [undefined, null, 'welcome', {}, { segments: [{}] }]) {
    expect(decideOn({ status: 200, body })).toMatchObject({
      kind: 'stop',
      state: 'waiting',
      why: 'unknown_body',
    });
  }
  expect(decideOn({ status: 502, body: reply })).toMatchObject({ kind: 'stop', why: 'status_502' });
  expect(decideOn({ status: 0 })).toMatchObject({
    kind: 'stop',
    state: 'waiting',
    ms: 1500,
    why: 'network',
  });
});

it.each([
  [400, 'invalid_segment', 'rejected_invalid_segment'],
  [422, 'invalid_entry', 'rejected_invalid_entry'],
  [413, 'body_too_large', 'too_large'],
])('splits after %i', (code, problem, reason) => {
  expect(decideOn({ status: code, body: { code: problem } })).toEqual({ kind: 'split', reason });
});

it.each([400, 401, 403, 404, 405, 409, 410, 415, 421, 422, 431])(
  'pauses after %i without a problem code, and says so',
  (code) => {
    expect(decideOn({ status: code })).toEqual({
      kind: 'stop',
      state: 'paused',
      ms: PAUSE_MS,
      why: `status_${code}`,
    });
  },
);

it.each([408, 425, 429, 501, 502, 503, 504, 507])(
  'keeps and waits after %i, as long as it is asked to',
  (code) => {
    expect(decideOn({ status: code, retryAfter: '17', body: { code: 'busy' } })).toEqual({
      kind: 'stop',
      state: 'waiting',
      ms: 17_000,
      why: 'busy',
    });
    expect(decideOn({ status: code })).toMatchObject({ kind: 'stop', state: 'waiting', ms: 1500 });
  },
);

it('retries after 500, then suspects the batch once, then keeps it and asks once a minute', () => {
  for (let failures = 1; failures < SUSPECT_AFTER_FAILURES; failures += 1) {
    expect(decideOn({ status: 500 }, failures)).toMatchObject({ kind: 'stop', state: 'waiting' });
  }
  expect(decideOn({ status: 500 }, SUSPECT_AFTER_FAILURES)).toEqual({ kind: 'split' });
  expect(decideOn({ status: 500 }, SUSPECT_AFTER_FAILURES + 1)).toMatchObject({
    kind: 'stop',
    ms: MAX_BACKOFF_MS,
  });
});

it('sends at most 20 requests in ten minutes of 500s', () => {
  // The shortest waits that jitter can give.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  let [requests, failures] = [0, 0];
  for (let ms = 0; ms < 10 * 60_000; requests += 1) {
    failures += 1;
    const action = decide({ status: 500 }, failures);
    if (action.kind === 'stop') ms += action.ms;
  }
  expect(requests).toBeLessThanOrEqual(20);
});

it.each([
  ['too_deep', 'rejected_too_deep'],
  ['Too_Deep', 'rejected_too_deep'],
  ['<script>', 'rejected_unknown'],
  ['', 'rejected_unknown'],
])('makes a drop reason of the code %j', (code, reason) => {
  expect(rejectionReason(code)).toBe(reason);
});
