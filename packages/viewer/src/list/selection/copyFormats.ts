/** The ways to copy rows. */
export const COPY_FORMATS = ['text', 'ndjson', 'markdown'] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];
