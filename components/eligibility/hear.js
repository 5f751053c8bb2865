
// Takes what is known of the person, now and whenever it changes (tell.js), until it is stopped.
function hear(take) {
  const heard = new AbortController();
  document.addEventListener("trial-explorer-standing", ({ detail }) => take(detail), { signal: heard.signal });
  if (globalThis.trialExplorerStanding) take(globalThis.trialExplorerStanding);
  return () => heard.abort();
}
