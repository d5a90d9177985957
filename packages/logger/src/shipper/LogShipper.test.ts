import { expect, it } from 'vitest';
import { arbitrarySegment, CONTRACT_LIMITS, CONTRACT_SESSION } from '../queue/contract.ts';
import { createSessionQueue } from '../queue/SessionQueue.ts';
import type { Outcome } from '../transport/LogTransport.ts';
import { createLogShipper } from './LogShipper.ts';
import { createStash } from '../queue/stash.ts';
import { createWitness } from '../queue/witness.ts';

const REFUSED: Outcome = { status: 422, body: { code: 'invalid_entry' } };

/** Ships one segment of 5 entries to a server that answers by the entries' `seq`. */
async function ship(answer: (seqs: number[]) => Outcome | undefined) {
  const requests: number[][] = [];
  const queue = createSessionQueue({
    session: CONTRACT_SESSION,
    limits: () => CONTRACT_LIMITS,
    onDurable: () => {},
    accepts: () => () => true,
    isPaused: () => false,
    witness: createWitness('test'),
    stash: createStash('test'),
  });
  queue.detach(true);
  queue.add(arbitrarySegment({ from: 1, count: 5 }));
  const shipper = createLogShipper({
    peek: queue.peek,
    settle: queue.settle,
    transport: {
      async send(body) {
        const [header, ...lines] = body
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { seq: number });
        const seqs = lines.map(({ seq }) => seq);
        requests.push(seqs);
        const reply = { segments: [{ ...header, rejected: [] }], levels: 0 };
        return answer(seqs) ?? { status: 200, body: reply };
      },
    },
    isOnline: () => true,
    emitted: () => 5,
    onDelivery: () => {},
  });
  await shipper.drain();
  shipper.stop();
  return { queue, requests };
}

it('bisects until the bad entry is alone, and then has the whole segment settled', async () => {
  const { queue, requests } = await ship((seqs) => (seqs.includes(3) ? REFUSED : undefined));
  expect(queue.size).toBe(0);
  expect(queue.dropped).toEqual({ rejected_invalid_entry: 1 });
  expect(requests.slice(0, 6)).toEqual([[1, 2, 3, 4, 5], [1, 2, 3], [1, 2], [3], [4, 5], []]);
});

it('keeps a segment of which a part found no answer, and says of no entry that it is gone', async () => {
  const { queue } = await ship((seqs) => {
    if (seqs.length === 5) return { status: 413 };
    return seqs.includes(4) ? { status: 0 } : undefined;
  });
  expect(queue.oldest(1, 0).map(({ from, to }) => [from, to])).toEqual([[1, 5]]);
  expect(queue.dropped).toEqual({});
});
