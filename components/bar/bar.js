// Fills the bar, keeps it over the page beside the sidebar, lists the sections of the page, and tells
// the server of another audience and of a wish to search. The list beside the text (follow.js) hears
// of the sections by an event of the document, and asks for one by another.

const HEIGHT = 60, UNDER = 16, FEWEST = 3, SETTLED = 150;  // pixels, sections, milliseconds

// A wide window makes pictures and tables wider, and no line of text longer than can be read.
const LINES = ":is(p, li) { max-width: 75ch; }";

// Streamlit shows what has the focus by a shade that is hard to tell from none: here it has a rim in
// the colour of its text, within a button that is filled. A radio button or a box is itself unseen:
// its label has it. The buttons of a table come into sight with the focus, and what has slid out of
// sight is left out. Each part of a date is large enough to hit. What stands on the accent colour is
// dark in the dark and white in the light, and the label of a button whose box is open stays as it
// was. A name within a control is no paragraph: whoever sets paragraphs wider apart can still read
// it. Where the reader's own colours are forced, Streamlit shows by nothing what is chosen.
const SEEN = `
  :is(a, button, input, textarea, select, summary, [tabindex], [role="option"]):focus-visible,
  label:has(input:focus-visible) {
    outline: 2px solid currentColor !important;
    outline-offset: 2px !important;
  }
  :is(input, textarea):focus-visible { outline-offset: -2px !important; }
  [kind^="primary"]:focus-visible { outline-offset: -5px !important; }
  [data-testid="stElementToolbar"]:focus-within { opacity: 1 !important; z-index: 1 !important; }
  [data-collapsed="true"] { visibility: hidden; }
  [role="spinbutton"] { display: inline-block; min-width: 24px; line-height: 24px; text-align: center; }
  :is([kind^="primary"]:not(:disabled), [data-tag] *, [role="spinbutton"]:focus) {
    color: light-dark(#FFFFFF, #101A22) !important;
  }
  [kind="tertiary"][aria-expanded="true"] { color: inherit !important; }
  :is(button, label, summary) p { margin-block: 0 !important; white-space: normal !important; }
  button[role="radio"] { height: auto !important; min-height: 2rem; }
  @media (forced-colors: active) {
    [role="radio"][aria-checked="true"], [role="option"][aria-selected="true"] {
      &, * { forced-color-adjust: none; color: HighlightText !important; }
      background: Highlight !important;
    }
    :has(> div > [type="range"]) { border: 2px solid ButtonText !important; }
    :has(> div > div > [type="range"]) > :first-child { border-block-end: 2px solid ButtonText; }
    label:has(:is([type="checkbox"], [type="radio"])) > span + div { display: none; }
    label:has([type="checkbox"])::before { content: "☐" / ""; margin-inline-end: 0.5em; }
    label:has([type="checkbox"]:checked)::before { content: "☑" / ""; }
    label:has([type="radio"])::before { content: "○" / ""; margin-inline-end: 0.5em; }
    label:has([type="radio"]:checked)::before { content: "◉" / ""; }
  }
`;

export default function ({ data, parentElement, setTriggerValue }) {
  showStates();
  const bar = parentElement.querySelector(".bar"), find = (name) => bar.querySelector(name);
  fill(find, data);
  find("select").onchange = ({ target }) => setTriggerValue("audience", target.value);
  find(".search").onclick = () => setTriggerValue("search", true);
  if (bar.stop) return;  // only what it says has changed
  const pane = paneOf(parentElement.host ?? parentElement), stop = new AbortController();
  bar.stop = () => stop.abort();
  const heard = { signal: stop.signal };
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (find(".search").hidden || document.querySelector('[role="dialog"]')) return;
    event.preventDefault();
    find(".search").click();
  }, heard);
  pane.style.scrollPaddingTop = `${HEIGHT + UNDER}px`;
  const clear = () => {  // what has the focus is not under what stays at the foot
    const foot = document.querySelector('[data-testid="stBottom"]')?.offsetHeight ?? 0;
    pane.style.scrollPaddingBottom = `${foot + UNDER}px`;
  };
  const place = () => {
    const { left } = pane.getBoundingClientRect(), alone = left < 8;
    later();
    bar.style.left = `${left + (alone ? 54 : 20)}px`;  // right of the button that brings the sidebar
    bar.style.width = `${pane.clientWidth - (alone ? 54 : 20) - 56}px`;  // left of the menu
  };
  let waiting = 0;
  const later = () => {
    waiting ||= setTimeout(() => {
      waiting = 0;
      clear();
      tell(pane, bar);  // what is listed beside the text needs no button
      show(pane, find);
      letBeHeard();
    }, SETTLED);
  };
  const seen = new ResizeObserver(place);
  seen.observe(pane);
  addEventListener("resize", place, heard);
  place();
  const changes = new MutationObserver(later);
  changes.observe(document.body, { childList: true, subtree: true });
  pane.addEventListener("scroll", later, { ...heard, passive: true });
  find("#sections").addEventListener("beforetoggle", ({ newState }) => {
    if (newState === "open") list(pane, find);
  }, heard);
  document.addEventListener("trial-explorer-sections-wanted", () => {
    bar.told = "";
    later();
  }, heard);
  document.addEventListener("trial-explorer-section", ({ detail }) => {
    go(sectionsOf(pane)[detail], pane);
  }, heard);
  return () => {
    bar.stop();
    bar.stop = null;
    seen.disconnect();
    changes.disconnect();
    clearTimeout(waiting);
  };
}

// What components/saying.py has named is read aloud when it changes, and what has a name is no
// decoration.
function letBeHeard() {
  for (const one of document.querySelectorAll('[role="presentation"][aria-label]')) one.role = "group";
  for (const role of ["status", "alert"]) {
    const name = role === "status" ? "said" : role;
    for (const one of document.querySelectorAll(`[class*="st-key-${name}-"]:not([role])`)) {
      one.setAttribute("role", role);
    }
  }
}

function fill(find, { study, status, meaning, audience, audiences, searchable }) {
  find(".study strong").textContent = study ?? "";
  find(".study small").textContent = status ?? "";
  find(".study").title = meaning ?? "";
  find(".search").hidden = !searchable;
  find("select").replaceChildren(
    ...audiences.map(({ key, name }) => new Option(name, key, false, key === audience)));
}

// The part of the document that scrolls.
function paneOf(host) {
  let pane = host;
  while (pane.parentElement && !/auto|scroll/.test(getComputedStyle(pane).overflowY)) {
    pane = pane.parentElement;
  }
  return pane;
}

function sectionsOf(pane) {
  return [...pane.querySelectorAll("h2")].filter((one) => one.checkVisibility());
}

// The last section whose heading has gone by the top.
function current(sections) {
  return sections.findLast((one) => one.getBoundingClientRect().top <= HEIGHT + 2 * UNDER);
}

function nameOf(heading) {
  const copy = heading.cloneNode(true);
  for (const icon of copy.querySelectorAll('[role="img"]')) icon.remove();
  return copy.textContent.trim();
}

function show(pane, find) {
  const sections = sectionsOf(pane), at = current(sections);
  find(".sections").hidden = sections.length < FEWEST || isListedBeside();
  find(".now").textContent = at ? nameOf(at) : "On this page";
  find(".sections").setAttribute("aria-label", "On this page");
}

function tell(pane, bar) {
  const sections = sectionsOf(pane), at = sections.indexOf(current(sections));
  const detail = { names: sections.length < FEWEST ? [] : sections.map(nameOf), at };
  if (bar.told === JSON.stringify(detail)) return;
  bar.told = JSON.stringify(detail);
  document.dispatchEvent(new CustomEvent("trial-explorer-sections", { detail }));
}

function go(section, pane) {
  section.tabIndex = -1;
  section.focus({ preventScroll: true });
  pane.scrollBy({ top: section.getBoundingClientRect().top - HEIGHT - UNDER, behavior: "instant" });
}

// Whether the sidebar is in sight with its list.
function isListedBeside() {
  const list = document.querySelector("[data-sections-beside]");
  return Boolean(list?.clientHeight) && list.getBoundingClientRect().right > 0;
}

function list(pane, find) {
  const menu = find("#sections"), sections = sectionsOf(pane), at = current(sections);
  menu.replaceChildren(...sections.map((one) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = nameOf(one);
    if (one === at) button.setAttribute("aria-current", "true");
    button.onclick = () => {
      menu.hidePopover();
      go(one, pane);
    };
    return button;
  }));
  const { left } = find(".sections").getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - 300))}px`;
}

function showStates() {
  if (globalThis.trialExplorerStates) return;
  globalThis.trialExplorerStates = new CSSStyleSheet();
  trialExplorerStates.replaceSync(LINES + SEEN);
  document.adoptedStyleSheets.push(trialExplorerStates);
}
