import { pageAt, PAGES } from './pages.ts';
import { Glyph } from './Glyph.tsx';
import { follow, useAddress } from './navigation.ts';
import { api, useAccess } from './server.ts';
import { SignInNotice } from './SignInNotice.tsx';
import { useTheme } from './theme.ts';

/** The operator's page: a rail of pages, and the one that the address names. */
export function Console() {
  const [theme, nextTheme] = useTheme();
  const { parts } = useAddress();
  const access = useAccess();
  const page = pageAt(parts[0]);
  if (access.state === 'asking') return <div className="tailrace-viewer console" aria-busy="true" />;
  if (access.state !== 'granted')
    return <SignInNotice isUnreachable={access.state === 'unreachable'} onRetry={access.retry} />;

  const signOut = () => void api.signOut().finally(() => location.reload());
  const { Component } = page;
  return (
    <div className="tailrace-viewer console">
      <nav className="console-rail" aria-label="Pages">
        <span className="console-name">Tailrace</span>
        <ul>
          {PAGES.map(({ name, path, glyph }) => (
            <li key={path}>
              <a
                href={`/${path}`}
                onClick={follow}
                {...(path === page.path && { 'aria-current': 'page' as const })}
              >
                <Glyph name={glyph} />
                <span>{name}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="console-main">
        <Component />
      </div>
      <div className="console-corner">
        <button
          type="button"
          className="tailrace-button"
          aria-label={`Theme: ${theme}`}
          title={`Theme: ${theme}`}
          onClick={nextTheme}
        >
          <Glyph name={theme} />
        </button>
        <button
          type="button"
          className="tailrace-button"
          aria-label="Sign out"
          title="Sign out"
          onClick={signOut}
        >
          <Glyph name="leave" />
        </button>
      </div>
    </div>
  );
}
