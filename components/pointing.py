"""Point out a sentence on the page that shows it: scrolled to, marked for a while, in focus.

Streamlit can lead to a heading, not to a sentence. A piece of JavaScript looks for the words among
the texts of the page, as a reader would: by what they say, never by how Streamlit builds them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

import streamlit as st

_POINTED_AT: Final = "pointed_at"

_POINT: Final = """
const LOOK_FOR = 8000, LOOK_EVERY = 150, KEEP_IN_PLACE = 2000, MARK_FOR = 8000;  // milliseconds
const MARK = "pointed-out";

export default function ({ data, parentElement }) {
  const done = (globalThis.trialExplorerPointedOut ??= new Set());
  if (!data || done.has(data.id)) return;
  done.add(data.id);
  const host = parentElement.host ?? parentElement;
  look(host, data, performance.now() + LOOK_FOR);
}

function look(host, data, until) {
  // A dialog that is closing would take the focus back.
  const range = document.querySelector('[role="dialog"]') ? null : find(pageOf(host), data);
  if (range) show(range, () => look(host, data, until));
  else if (performance.now() < until) setTimeout(look, LOOK_EVERY, host, data, until);
}

// The part of the document that holds the page's own heading.
function pageOf(host) {
  let place = host;
  while (place.parentElement && !place.querySelector("h1")) place = place.parentElement;
  return place;
}

function find(page, { after, text, sentence }) {
  const parts = partsOf(page);
  let start = 0;
  for (const label of after.map(plain)) {
    const at = parts.findIndex((part, n) => n >= start && part.text.trim() === label);
    if (at >= 0) start = at;
  }
  const whole = plain(text), words = plain(sentence);
  for (const part of [...parts.slice(start), ...parts.slice(0, start)]) {
    const from = part.text.indexOf(whole);
    const at = from < 0 ? -1 : part.text.indexOf(words, from);
    if (at >= 0) return rangeOf(part.places, at, at + words.length - 1);
  }
  return null;
}

function plain(text) {
  return text.replace(/\\u2060/g, "").replace(/\\s+/g, " ").trim();
}

// The texts of the page in order, white space as it is seen, with the place of every letter.
function partsOf(page) {
  const parts = [], blocks = new Map();
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let block = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeName === "BR") block = null;  // a line of its own
    if (node.nodeType !== Node.TEXT_NODE) continue;
    const parent = node.parentElement;
    if (parent.closest("svg, style, script")) continue;
    if (!blocks.has(parent)) blocks.set(parent, blockOf(parent));
    if (!parts.length || blocks.get(parent) !== block) parts.push({ text: "", places: [] });
    block = blocks.get(parent);
    add(parts.at(-1), node);
  }
  return parts;
}

function blockOf(element) {
  while (element.parentElement && getComputedStyle(element).display === "inline") {
    element = element.parentElement;
  }
  return element;
}

function add(part, node) {
  for (let at = 0; at < node.data.length; at++) {
    const letter = node.data[at], space = /\\s/.test(letter);
    if (letter === "\\u2060" || (space && (!part.text || part.text.endsWith(" ")))) continue;
    part.text += space ? " " : letter;
    part.places.push([node, at]);
  }
}

function rangeOf(places, first, last) {
  const range = new Range();
  range.setStart(...places[first]);
  range.setEnd(places[last][0], places[last][1] + 1);
  return range;
}

function show(range, again) {
  const element = range.startContainer.parentElement;
  for (let fold = element.closest("details:not([open])"); fold;
       fold = fold.parentElement.closest("details:not([open])")) {
    fold.querySelector("summary").click();
  }
  for (let part = element.closest("[hidden][id]"); part;
       part = part.parentElement.closest("[hidden][id]")) {
    const opens = `[aria-expanded="false"][aria-controls="${CSS.escape(part.id)}"]`;
    document.querySelector(opens)?.click();
  }
  mark(range);
  keepInPlace(range, element, again);
}

function focus(element) {
  if (document.activeElement === element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
}

function mark(range) {
  if (!globalThis.CSS?.highlights) return getSelection().setBaseAndExtent(
    range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  if (!globalThis.trialExplorerMark) {
    globalThis.trialExplorerMark = new CSSStyleSheet();
    trialExplorerMark.replaceSync(`::highlight(${MARK}) { background: #F0E442; color: #000; }`);
    document.adoptedStyleSheets.push(trialExplorerMark);
  }
  const highlight = new Highlight(range);
  CSS.highlights.set(MARK, highlight);
  setTimeout(() => {
    if (CSS.highlights.get(MARK) === highlight) CSS.highlights.delete(MARK);
  }, MARK_FOR);
}

// What is drawn above may still push the sentence away, and a fold takes time to open; a reader who
// moves is left alone.
function keepInPlace(range, element, again) {
  const events = ["wheel", "pointerdown", "keydown", "touchstart"];
  const until = performance.now() + KEEP_IN_PLACE;
  let moved = false;
  const leave = () => { moved = true; };
  for (const event of events) addEventListener(event, leave, { once: true, capture: true });
  const keep = () => {
    if (moved) return;
    if (!range.startContainer.isConnected) return again();
    scrollTo(range);
    uncover(range, element);
    focus(element);
    if (performance.now() < until) setTimeout(keep, 100);
  };
  keep();
}

// On a phone the open sidebar lies over the page: press the button that says it folds it.
function uncover(range, element) {
  const box = range.getClientRects()[0];
  const over = box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  for (let cover = over; cover && !cover.contains(element); cover = cover.parentElement) {
    const folds = `[aria-expanded="true"][aria-controls="${CSS.escape(cover.id)}"]`;
    if (cover.id) document.querySelector(folds)?.click();
  }
}

function scrollTo(range) {
  let pane = range.startContainer.parentElement;
  while (pane.parentElement && !/auto|scroll/.test(getComputedStyle(pane).overflowY)) {
    pane = pane.parentElement;
  }
  const wanted = pane.getBoundingClientRect().top + pane.clientHeight / 3;
  const off = range.getBoundingClientRect().top - wanted;
  if (Math.abs(off) > 8) pane.scrollBy({ top: off, behavior: "instant" });
}
"""

_FIRST_FIELD: Final = """
export default function ({ parentElement }) {
  const host = parentElement.host ?? parentElement;
  if (host.dataset.done) return;
  host.dataset.done = "yes";
  // The dialog takes the focus itself while it opens.
  for (const wait of [0, 60, 180, 400, 800, 1600]) {
    setTimeout(() => {
      const dialog = host.closest('[role="dialog"]'), now = document.activeElement;
      const field = dialog?.querySelector("input");
      const elsewhere = now === dialog || now.tagName === "BUTTON" || !dialog?.contains(now);
      if (field && elsewhere) field.focus();
    }, wait);
  }
}
"""


@dataclass(frozen=True, kw_only=True)
class PointedAt:
    """A sentence to point out.

    Args:
        id: told apart from all others, so that each is pointed out once.
        record: the key of the record that holds it.
        page: the title of the page that shows it.
        after: what stands above it there, from the top down.
        text: the text that stands there.
        sentence: the part of the text that is marked.
    """

    id: str
    record: str
    page: str
    after: tuple[str, ...]
    text: str
    sentence: str


def point_at(target: PointedAt) -> None:
    """Point a sentence out once its page is shown."""
    st.session_state[_POINTED_AT] = target


def point_out(page: str, record: str) -> None:
    """Point out the sentence that was chosen, if this is its page; to be called below the page.

    Args:
        page: the title of the page that is shown.
        record: the key of the open record.
    """
    target: PointedAt | None = st.session_state.get(_POINTED_AT)
    if target is None:
        return
    if (target.page, target.record) == (page, record):
        point = st.components.v2.component("point_out", js=_POINT)
        point(key="point_out", data=asdict(target))
    else:
        del st.session_state[_POINTED_AT]


def focus_first_field() -> None:
    """Put the keyboard's focus into the first field of the dialog this is called in."""
    focus = st.components.v2.component("first_field", js=_FIRST_FIELD)
    focus(key="first_field")
