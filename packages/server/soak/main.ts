import { BOUNDED_SIZES, runBounded } from './bounded.ts';
import { FUZZ_SIZES, runFuzz } from './fuzz.ts';
import { RESUME_SIZES, runResume } from './resume.ts';
import { printOutcome, verdictOf, type Outcome } from './verdict.ts';

const USAGE = `npm run soak -- resume|bounded|fuzz [small|large] [name=number …]

resume   connections that break again and again: nothing missing, nothing twice
bounded  subscribers that take nothing: memory and the others' latency stay as they were
fuzz     every route, asked what it should be and what it should not: no answer that is not declared

A size is small unless large is asked for; its numbers can be changed one by one: subscribers=20 seconds=30
`;

const EXIT_CODES = { holds: 0, fails: 1, inconclusive: 3 } as const;
const EXIT_MISUSE = 2;

/** The run that the command line asks for. */
function chosenRun([name, ...words]: readonly string[]): (() => Promise<Outcome>) | undefined {
  const which = words.includes('large') ? 'large' : 'small';
  const changes = Object.fromEntries(
    words
      .filter((word) => word.includes('='))
      .map((word) => [word.split('=')[0]!, Number(word.split('=')[1])]),
  );
  if (name === 'resume') return () => runResume({ ...RESUME_SIZES[which], ...changes });
  if (name === 'bounded') return () => runBounded({ ...BOUNDED_SIZES[which], ...changes });
  if (name === 'fuzz') return () => runFuzz({ ...FUZZ_SIZES[which], ...changes });
  return undefined;
}

const words = process.argv.slice(2);
const run = chosenRun(words);
if (!run) {
  process.stderr.write(USAGE);
  process.exit(EXIT_MISUSE);
}
const outcome = await run();
process.stdout.write(`${printOutcome(words.join(' '), outcome)}\n`);
process.exit(EXIT_CODES[verdictOf(outcome)]);
