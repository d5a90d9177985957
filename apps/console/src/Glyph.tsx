/** Drawn in a square of 16, by lines of 1.5. */
const PATHS = {
  logs: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  audit: 'M8 1.75L13.25 4v4c0 3-2.2 5.2-5.25 6.25C4.95 13.2 2.75 11 2.75 8V4ZM5.75 8l1.6 1.6L10.5 6.4',
  traces: 'M2 4h6M5 8h7M9 12h5',
  jobs: 'M2.5 5.5h11v8h-11ZM6 5.5v-2.5h4v2.5M2.5 9h11',
  sessions: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12ZM8 5v3.25L10.25 10',
  settings: 'M2 5h6M12 5h2M8 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M2 11h2M8 11h6M4 11a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  status: 'M1.5 8h3l2-4.5l3 9l2-4.5h3',
  auto: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12ZM8 2v12M8 5l4 -0.5M8 8h6M8 11l4 0.5',
  light:
    'M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  dark: 'M13 9.5A5.5 5.5 0 0 1 6.5 3A5.5 5.5 0 1 0 13 9.5Z',
  leave: 'M9.5 2.5h-7v11h7M6 8h8M11.5 5.5L14 8l-2.5 2.5',
  back: 'M9.5 3.5L5 8l4.5 4.5',
} as const;

export type GlyphName = keyof typeof PATHS;

/** A picture beside a word, or on a button with a name. */
export function Glyph({ name }: { readonly name: GlyphName }) {
  return (
    <svg className="tailrace-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
