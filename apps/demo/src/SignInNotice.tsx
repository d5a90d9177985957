/** Stands in for the page while nobody is signed in. */
export function SignInNotice() {
  return (
    <main className="notice">
      <h1>Not signed in</h1>
      <p>
        Open the link that <code>npm start</code> printed. It works once; start the server again for a new
        one.
      </p>
    </main>
  );
}
