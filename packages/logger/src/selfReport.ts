/** Tells what is wrong with the logger itself. */
export type SelfReport = (problem: string, cause?: unknown) => void;

/**
 * Makes a report that speaks of each problem once: a logger that fills the console, or logs its own failures
 * in a circle, is worse than none.
 */
export function createSelfReport(onError: ((error: Error) => void) | undefined): SelfReport {
  const reported = new Set<string>();
  return (problem, cause) => {
    if (reported.has(problem)) return;
    reported.add(problem);
    const error = new Error(`Tailrace logger: ${problem}`, { cause });
    try {
      if (onError) onError(error);
      // The console is the only place left where a logger can speak of itself.
      // oxlint-disable-next-line no-console
      else console.warn(error);
    } catch {
      // The app's own listener threw; there is nobody else to tell.
    }
  };
}
