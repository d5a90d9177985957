import { expect, it } from 'vitest';
import { arbitrarySegment, CONTRACT_LIMITS, CONTRACT_SESSION } from '../queue/contract.ts';
import { createOwnEntries } from '../queue/OwnEntries.ts';
import { createTieredQueue } from '../queue/tiered.ts';
import type { Outcome } from '../transport/LogTransport.ts';
import { createLogShipper } from './LogShipper.ts';

const REFUSED: Outcome = { status: 422, body: { code: 'invalid_entry' } };

/** Ships one segment of 5 entries to a server that answers by the entries' `seq`. */
async function ship(answer: (seqs: number[]) => Outcome | undefined) {
  const requests: number[][] = [];
  const own = createOwnEntries(CONTRACT_SESSION, CONTRACT_LIMITS);
  const queue = createTieredQueue({ own, onDurable: () => {}, scope: () => 'all' });
  queue.attach(undefined);
  await queue.put([arbitrarySegment({ from: 1, count: 5 })]);
  const shipper = createLogShipper({
    queue,
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
    onSettled: () => {},
    onDelivery: () => {},
  });
  await shipper.drain();
  shipper.stop();
  return { own, requests };
}

it('bisects until the bad entry is alone, and then has the whole segment settled', async () => {
  const { own, requests } = await ship((seqs) => (seqs.includes(3) ? REFUSED : undefined));
  expect(own.waiting).toEqual([]);
  expect(own.record.dropped).toEqual([[3, 3, 'rejected_invalid_entry']]);
  expect(requests.slice(0, 6)).toEqual([[1, 2, 3, 4, 5], [1, 2, 3], [1, 2], [3], [4, 5], []]);
});

it('keeps a segment of which a part found no answer, and says of no entry that it is gone', async () => {
  const { own } = await ship((seqs) => {
    if (seqs.length === 5) return { status: 413 };
    return seqs.includes(4) ? { status: 0 } : undefined;
  });
  expect(own.waiting.map(({ from, to }) => [from, to])).toEqual([[1, 5]]);
  expect(own.record.dropped).toEqual([]);
});
