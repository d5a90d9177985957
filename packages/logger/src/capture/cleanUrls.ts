import { cleanUrl } from './cleanUrl.ts';

/** Ends at a blank, a quote or a bracket. */
const URLS = /\b[a-z]{2,20}:\/\/[^\s"'<>()]+/gi;

/** A text whose absolute URLs are clean. */
export function cleanUrls(text: unknown): string {
  return String(text).replace(URLS, cleanUrl);
}
