// Text whose terms open in place, and whose understood stretches are underlined. What it is given it
// writes as text and never as markup.
const GAP = 6, EDGE = 8; // pixels

function explained(name, parts) {
  const block = document.createElement(name);
  block.className = "explained";
  for (const part of parts) {
    if (part.name !== undefined) block.append(...term(part));
    else block.append(part.understood ? understood(part.text) : part.text);
  }
  return block;
}

function understood(text) {
  const words = document.createElement("u");
  words.textContent = text;
  return words;
}

// The popovers are the browser's own: it opens and closes them by mouse, Enter, Space and Escape,
// says so to a screen reader, and shows one at a time.
function term({ text, name, plain }) {
  const button = document.createElement("button"), note = document.createElement("span");
  button.type = "button";
  button.textContent = text;
  button.setAttribute("aria-expanded", "false");
  note.popover = "auto";
  note.setAttribute("role", "note");
  button.popoverTargetElement = note;
  const follow = () => placeNote(note, button);
  note.addEventListener("beforetoggle", ({ newState }) => {
    if (newState !== "open" || note.firstChild) return;
    const title = document.createElement("strong");
    title.textContent = name;
    note.append(title, plain);
  });
  note.addEventListener("toggle", ({ newState }) => {
    const open = newState === "open";
    button.setAttribute("aria-expanded", String(open));
    const change = open ? addEventListener : removeEventListener;
    change("scroll", follow, true);
    change("resize", follow);
    if (open) follow();
    else note.replaceChildren();
  });
  return [button, note];
}

// Below the term where there is room, else above it; never beyond the edge of the window. It goes
// along when the page is scrolled, and away with its term.
function placeNote(note, button) {
  const box = button.getClientRects()[0], { width, height } = note.getBoundingClientRect();
  if (!box || box.bottom < 0 || box.top > innerHeight) return note.hidePopover();
  const below = box.bottom + GAP, above = box.top - GAP - height;
  const fits = below + height <= innerHeight - EDGE || above < EDGE;
  note.style.top = `${Math.round(fits ? below : above)}px`;
  const left = Math.max(EDGE, Math.min(box.left, innerWidth - EDGE - width));
  note.style.left = `${Math.round(left)}px`;
}
