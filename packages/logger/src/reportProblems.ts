import { isLogLevel, LOG_LEVELS, safeText } from '@tailrace/protocol';
import { resolveUrl, type LoggerOptions } from './LoggerOptions.ts';
import type { SelfReport } from './selfReport.ts';

/** Tells a JavaScript caller what is wrong with the options, and what is done instead. */
export function reportProblems(options: Partial<LoggerOptions> | undefined, report: SelfReport): void {
  const { url, key, source, level } = options ?? {};
  if (!resolveUrl(url)) report(`url is ${safeText(url)}, not an http(s) URL: nothing is sent.`);
  if (!key) report('key is missing: the server refuses what is sent.');
  if (!source) report('source is missing: "unknown" is used.');
  if (level !== undefined && !isLogLevel(level))
    report(`level is ${safeText(level)}, not one of ${LOG_LEVELS.join(', ')}: debug is used.`);
}
