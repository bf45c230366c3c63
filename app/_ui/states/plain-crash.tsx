/** The last words of a page that could not load its own texts: in English, and without any other part of it. */
export function PlainCrash() {
  return (
    <main className="plain-crash">
      <div role="alert">
        <h1>The page could not be shown</h1>
        <p>A part of the application could not be loaded. Check the connection and reload.</p>
        <button type="button" onClick={() => window.location.reload()}>
          Reload
        </button>
      </div>
    </main>
  );
}
