import { useEffect, type ReactNode } from 'react';
import { follow } from './navigation.ts';
import { Glyph } from './Glyph.tsx';

interface PageProps {
  readonly title: string;
  /** Where the list is that this page is one of. */
  readonly back?: { readonly href: string; readonly name: string };
  /** Stands beside the title. */
  readonly controls?: ReactNode;
  /** Whether the page fills the window and its parts scroll, or it scrolls itself. */
  readonly fills?: boolean;
  readonly children: ReactNode;
}

/** A page's title and what is below it. */
export function Page({ title, back, controls, fills = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Tailrace`;
  }, [title]);
  return (
    <>
      <header className="console-head">
        {back && (
          <a className="tailrace-button" href={back.href} onClick={follow} aria-label={back.name}>
            <Glyph name="back" />
          </a>
        )}
        <h1>{title}</h1>
        {controls}
      </header>
      {/* It scrolls, so the keyboard must get to it. */}
      <main className="console-page" data-fills={fills} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
