// Draws the arrangements of a picture, lets its parts be reached by keyboard in reading order, says
// what each stands for, and tells the server which one was chosen.

const HEADER = 60; // pixels: of the page, which covers what is above

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".picture");
  const drawn = JSON.stringify(data);
  if (place.drawn !== drawn) {
    const focused = parentElement.activeElement?.dataset?.key;
    place.drawn = drawn;
    draw(place, { ...data, arrangements: JSON.parse(data.arrangements) }, (part) => {
      setTriggerValue("chosen", { key: part.dataset.key, down: inView(part, place) });
    });
    const parts = shownParts(place), at = parts.findIndex((part) => part.dataset.key === focused);
    if (at >= 0) move(parts, at);
  }
}

function draw(place, { arrangements, label, chosen, choosable, growth }, choose) {
  place.replaceChildren();
  place.classList.toggle("choosable", choosable);
  place.append(whichFits(arrangements));
  arrangements.forEach(({ svg, width }, number) => {
    const box = document.createElement("div");
    box.className = `arrangement number-${number}`;
    box.style.setProperty("--widest", `${growth * width}px`);
    box.append(element(svg));
    prepare(box.firstChild, label, chosen, choosable);
    place.append(box);
  });
  const tip = place.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.hidden = true;
  const said = place.appendChild(document.createElement("div"));
  said.className = "unseen";
  said.setAttribute("aria-live", "polite");
  listen(place, tip, (part) => {
    said.textContent = `Chosen: ${part.dataset.tip}`;
    choose(part);
  });
}

// How far below the top of the picture that is which stands beside it and is seen with the part:
// where the picture comes into view, but not below the part.
function inView(part, place) {
  const { top, width } = place.getBoundingClientRect();
  if (width > 0.7 * innerWidth) return 0; // there is no room beside it
  return Math.round(Math.max(0, Math.min(HEADER - top, part.getBoundingClientRect().top - top)));
}

function prepare(svg, label, chosen, choosable) {
  for (const attribute of ["width", "height", "font-family"]) svg.removeAttribute(attribute);
  svg.querySelector("desc").remove();
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", label);
  // Titles of our own: the browser's come late, and never to who uses the keyboard.
  for (const title of svg.querySelectorAll("title")) {
    title.parentNode.dataset.tip = title.textContent;
    title.remove();
  }
  svg.querySelectorAll("[data-key]").forEach((part, number) => {
    part.setAttribute("aria-label", part.dataset.tip);
    part.setAttribute("tabindex", number === 0 ? "0" : "-1");
    part.setAttribute("role", choosable ? "button" : "img");
    if (choosable) part.setAttribute("aria-pressed", String(part.dataset.key === chosen));
  });
}

function shownParts(place) {
  const shown = [...place.querySelectorAll(".arrangement")].find((box) => box.offsetWidth);
  return shown ? [...shown.querySelectorAll("[data-key]")] : [];
}

function listen(place, tip, choose) {
  const partOf = (event) => event.target.closest?.("[data-key]");
  const focused = () => place.querySelector("[data-tip]:focus-visible");
  const tell = (event) => show(tip, event.target.closest?.("[data-tip]") ?? focused(), place);
  const choosable = place.classList.contains("choosable");
  // A mouse that rests where the page moves below it tells nothing: the keyboard is in use.
  place.onpointermove = place.onpointerleave = tell;
  place.onpointerover = (event) => event.pointerType === "mouse" || tell(event);
  for (const part of place.querySelectorAll("[data-key]")) {
    part.onfocus = tell;
    part.onblur = () => { tip.hidden = true; };
  }
  place.onclick = (event) => {
    const part = partOf(event);
    // Whoever marks words wants to copy them.
    if (choosable && part && getSelection().isCollapsed) choose(part);
  };
  place.onkeydown = (event) => {
    const part = partOf(event), parts = shownParts(place), at = parts.indexOf(part);
    const to = {
      ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1,
      Home: 0, End: parts.length - 1,
    }[event.key];
    if (event.key === "Escape") tip.hidden = true;
    else if (at >= 0 && to !== undefined) move(parts, to);
    else if (choosable && part && (event.key === "Enter" || event.key === " ")) choose(part);
    else return;
    event.preventDefault();
  };
}

function move(parts, to) {
  const next = parts[Math.max(0, Math.min(parts.length - 1, to))];
  for (const part of parts) part.setAttribute("tabindex", part === next ? "0" : "-1");
  next.focus();
}

function show(tip, part, place) {
  tip.hidden = !part;
  if (!part) return;
  tip.textContent = part.dataset.tip;
  const at = part.getBoundingClientRect(), all = place.getBoundingClientRect();
  tip.style.top = `${at.bottom - all.top + 4}px`;
  tip.style.left = `${Math.max(0, Math.min(at.left - all.left, all.width - tip.offsetWidth))}px`;
}
