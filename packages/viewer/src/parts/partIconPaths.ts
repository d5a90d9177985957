/** Drawn like `ICON_PATHS`, for parts that are fetched later than the list. */
export const PART_ICONS = {
  up: 'M8 13V3.5M4 7.5l4-4l4 4',
  right: 'M6 3.5L10.5 8L6 12.5',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  copy: 'M5.5 5.5h8v8h-8ZM2.5 10.5v-8h8',
  path: 'M6 3L4 13M12 3L10 13M3 6h11M2 10h11',
  link: 'M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5L7.5 13A3 3 0 0 1 3 8.5L4.5 7',
  rail: 'M2.5 3h11v10h-11ZM6.5 3v10',
  chart: 'M2.5 13.5h11M4 11V8M7 11V4.5M10 11V6.5M13 11V9',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13.5 2v3h-3',
  download: 'M8 2.5v7.5M4.5 7L8 10.5L11.5 7M2.5 13.5h11',
  trash: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.6 9h5.8l.6-9M6.75 7v4M9.25 7v4',
  expand: 'M4 6l4 4l4-4',
  check: 'M3.5 8.5L6.5 11.5L12.5 4.5',
} as const;
