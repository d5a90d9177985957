interface SignInNoticeProps {
  readonly isUnreachable: boolean;
  readonly onRetry: () => void;
}

/** Stands in for the console while nobody is signed in, or the server does not answer. */
export function SignInNotice({ isUnreachable, onRetry }: SignInNoticeProps) {
  return (
    <div className="tailrace-viewer console">
      <main className="console-notice">
        <h1>{isUnreachable ? 'The server does not answer' : 'Not signed in'}</h1>
        {isUnreachable ? (
          <p>It may be starting. This page asks again by itself.</p>
        ) : (
          <p>
            Open the link that <code>npm start</code> printed. It works once; start the server again for a new
            one.
          </p>
        )}
        <button type="button" className="tailrace-action" onClick={onRetry}>
          Try again
        </button>
      </main>
    </div>
  );
}
