import { MAX_MESSAGE_LENGTH, MAX_PAGE_ENTRIES } from '@tailrace/protocol';
import { z } from 'zod';
import { flag, oneOf, wholeNumber } from './parameters.ts';

const DEFAULT_LIMIT = 100;
/** Pages and entries that can be asked for by number; deeper, a cursor leads. */
const MAX_NUMBER = 1_000_000_000;

export const limit = wholeNumber(1, MAX_PAGE_ENTRIES).default(DEFAULT_LIMIT).describe('Entries on a page.');
export const cursor = z
  .string()
  .optional()
  .describe('`pagination.next` or `.previous` of another page: no entry is left out or repeated.');
export const offset = wholeNumber(0, MAX_NUMBER).default(0).describe('Entries to skip.');
export const maxMessage = wholeNumber(1, MAX_MESSAGE_LENGTH)
  .optional()
  .describe('Characters after which a message is cut; the cut says how long it was.');

export const page = wholeNumber(1, MAX_NUMBER)
  .optional()
  .describe('Number of the page, instead of a cursor: entries that arrive meanwhile move the pages.');
export const total = flag()
  .optional()
  .describe('Whether to count all that match. It is done unasked when a page is asked for by number.');

/** Order by time, within one time by arrival. */
export function order(fallback: 'asc' | 'desc') {
  return oneOf(['asc', 'desc']).default(fallback).describe('By time: `desc` is newest first.');
}
