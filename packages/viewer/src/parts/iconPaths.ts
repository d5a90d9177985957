/** Drawn in a square of 16, by lines of 1.5: what the viewer shows at once. */
export const ICON_PATHS = {
  debug: 'M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7Z',
  info: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12ZM8 7.5v3.25M8 5.1v.1',
  warning: 'M8 2.25L14.5 13.5H1.5ZM8 6.5v3M8 11.4v.1',
  error: 'M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5ZM6 6l4 4M10 6l-4 4',
  critical: 'M8 1.25L14.75 8L8 14.75L1.25 8ZM8 4.75v4M8 11v.1',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9ZM10.5 10.5L14 14',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3L12.5 8L5 13Z',
  clear: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12ZM3.8 3.8l8.4 8.4',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M8 3v9.5M4 8.5l4 4l4-4',
  filter: 'M2.5 3.5h11L9.5 8.5v4L6.5 11V8.5Z',
  clock: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12ZM8 4.75V8l2.25 1.5',
  sliders: 'M2.5 4.5h5M11 4.5h2.5M9.25 2.75v3.5M2.5 11.5H5M8.5 11.5h5M6.75 9.75v3.5',
  keys: 'M2 4h12v8.5H2ZM4.75 6.75v.1M8 6.75v.1M11.25 6.75v.1M5 10h6',
  gap: 'M2 6c2-2 4 2 6 0s4 2 6 0M2 10.5c2-2 4 2 6 0s4 2 6 0',
  drop: 'M3 2.5h10M8 5v8M4.5 9.5L8 13l3.5-3.5',
  loss: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12ZM5.5 5.5l5 5M10.5 5.5l-5 5',
  wrap: 'M2.5 4h11M2.5 8h9a2.25 2.25 0 0 1 0 4.5h-3M10.5 10.5l-2 2l2 2M2.5 12h3',
} as const;

/** The name of one of them, or what else to draw. */
export type IconName = keyof typeof ICON_PATHS | `M${string}`;
