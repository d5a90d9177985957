import { ICON_PATHS, type IconName } from './iconPaths.ts';

/** A picture beside a word; the word is what is read out. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="tailrace-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={isNamed(name) ? ICON_PATHS[name] : name} />
    </svg>
  );
}

function isNamed(name: IconName): name is keyof typeof ICON_PATHS {
  return name in ICON_PATHS;
}
