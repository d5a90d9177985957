import { ICON_PATHS, type IconName } from './iconPaths.ts';

/** A picture beside a word; the word is what is read out. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="tailrace-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
