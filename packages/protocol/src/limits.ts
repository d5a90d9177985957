/** Version of the segment header and of the stream's frames. */
export const PROTOCOL_VERSION = 1;

/** Characters of a session id. */
export const SESSION_ID_LENGTH = 16;

/** Bytes of an ingest request's body as it travels. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** Bytes of an ingest request's body after gunzip. */
export const MAX_INFLATED_BYTES = 4 * 1024 * 1024;
/** How many times larger than its gzip form a body may be. */
export const MAX_INFLATE_RATIO = 100;
/** Entries in one ingest request. */
export const MAX_BATCH_ENTRIES = 500;
/** Entries a second that one key sends, on the average. */
export const MAX_ENTRIES_PER_SECOND = 1000;
/** Entries that one key sends at once, after it sent none for a while. */
export const MAX_ENTRY_BURST = 10_000;
/** Bytes of a segment's header line, the drop report in it included. */
export const MAX_HEADER_BYTES = 64 * 1024;

/** Bytes of the JSON of a segment's `resource`: it is given out with each of its entries. */
export const MAX_RESOURCE_BYTES = 4096;

/** Entries that a shipper puts into one request. */
export const SHIPPER_BATCH_ENTRIES = 500;
/** UTF-16 code units that a shipper puts into one request: 16 s at 8 kB/s, half of a request's timeout. */
export const SHIPPER_BATCH_BYTES = 128 * 1024;

/** Bytes (UTF-8) of an entry's JSON line. */
export const MAX_ENTRY_BYTES = 64 * 1024;
/** UTF-16 code units of `message`. */
export const MAX_MESSAGE_LENGTH = 16 * 1024;
/** UTF-16 code units of an error's `stack`. */
export const MAX_STACK_LENGTH = 32 * 1024;
/** UTF-16 code units of `source`, `logger`, `action` and the other names in an entry. */
export const MAX_NAME_LENGTH = 256;
/** Objects and arrays inside each other, the entry itself being the first. */
export const MAX_DEPTH = 16;
/** Keys of one object. */
export const MAX_OBJECT_KEYS = 100;
/** Keys of all objects of an entry together. */
export const MAX_ENTRY_KEYS = 512;
/** Elements of one array. */
export const MAX_ARRAY_LENGTH = 256;

/** Entries on one page of a query. */
export const MAX_PAGE_ENTRIES = 1000;
/** Milliseconds that one query may take. */
export const QUERY_BUDGET_MS = 5000;
/** Characters of a filter. */
export const MAX_FILTER_LENGTH = 4096;
/** Parentheses and negations inside each other in a filter. */
export const MAX_FILTER_DEPTH = 32;
/** Characters of a regular expression in a filter. */
export const MAX_REGEX_LENGTH = 256;
/** Characters, classes and assertions of a regular expression when its counts (`{3}`) are written out. */
export const MAX_REGEX_SIZE = 500;

/** Logger prefixes whose level is set: every logger and every stream gets all of them. */
export const MAX_LEVEL_PREFIXES = 200;

/** Bytes of one frame that a stream's client sends. */
export const MAX_CLIENT_FRAME_BYTES = 16 * 1024;
/** Frames a second that a stream's client sends. */
export const MAX_CLIENT_FRAMES_PER_SECOND = 20;
/** Subscriptions on one socket. */
export const MAX_SUBSCRIPTIONS = 32;
/** Bytes that may be on their way to a subscriber without its acknowledgement. */
export const MAX_UNACKNOWLEDGED_BYTES = 1024 * 1024;
/** Entries that a subscriber may be behind before it gets a gap notice. */
export const MAX_ENTRIES_BEHIND = 10_000;
/** Milliseconds between heartbeats of a stream. */
export const HEARTBEAT_MS = 15_000;
/** Milliseconds without a sign of life after which either end closes a stream. */
export const SILENCE_MS = 25_000;
/** Milliseconds over which live entries are gathered into one frame; what `batch_ms` may choose from. */
export const DEFAULT_BATCH_MS = 30;
export const MIN_BATCH_MS = 20;
export const MAX_BATCH_MS = 50;
/** Seconds that one analysis may look back: a month. */
export const MAX_ANALYSIS_SECONDS = 31 * 24 * 3600;
/** Characters of the `request_id` of an analysis. */
export const MAX_REQUEST_ID_LENGTH = 64;
/** Analyses for which one stream may wait. */
export const MAX_STREAM_ANALYSES = 5;
/** Entries a second that a subscription may ask to be held to. */
export const MAX_RATE = 1_000_000;
/** Milliseconds for which a stream ticket can be used, once. */
export const TICKET_LIFETIME_MS = 30_000;

/** Milliseconds by which a producer's clock may differ from the server's before its times are corrected. */
export const MAX_CLOCK_SKEW_MS = 2000;
