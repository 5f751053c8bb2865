
// Takes what is known of the person, now and whenever it changes (tell.js), until it is stopped; what
// is to be done before and after every part has taken it can be given too.
function hear(take, { before, after } = {}) {
  const heard = new AbortController(), { signal } = heard, told = "trial-explorer-standing";
  if (before) addEventListener(told, before, { signal, capture: true });
  document.addEventListener(told, ({ detail }) => take(detail), { signal });
  if (after) addEventListener(told, after, { signal });
  if (globalThis.trialExplorerStanding) take(globalThis.trialExplorerStanding);
  return () => heard.abort();
}

// A node with its class and what stands in it; texts enter as text, never as markup.
function make(name, className = "", ...content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...content);
  return node;
}

// Of Streamlit's own font of signs: a word that is drawn as one.
function signOf(name) {
  const node = make("span", "sign", name);
  node.setAttribute("role", "img");
  node.setAttribute("aria-hidden", "true");
  node.translate = false;
  return node;
}

// The record's own words, one click away.
function recordSays(texts) {
  const fold = make("details", "says", make("summary", "", signOf("format_quote"), " The record says"));
  fold.append(...texts.map((parts) => explained("p", parts)));
  return fold;
}
