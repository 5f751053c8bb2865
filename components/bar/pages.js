// Lists the pages, and under the one that is shown its sections, the one that is read marked; see
// bar.js. A page is a link, which is followed without a new visit: the app goes where the address
// goes, as with Back and Forward.

const NARROW = 768;  // pixels; here the sidebar lies over the page

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".pages");
  fill(place, data);
  if (place.stop) return place.stop;
  const heard = new AbortController();
  parentElement.dataset.sectionsBeside = "";
  place.stop = () => heard.abort();
  document.addEventListener("trial-explorer-sections", ({ detail }) => show(place.sections, detail), { signal: heard.signal });
  document.dispatchEvent(new CustomEvent("trial-explorer-sections-wanted"));
  return place.stop;
}

// Once a link in it has been followed, the sidebar is in the way on a phone.
function fold() {
  if (innerWidth >= NARROW) return;
  document.querySelector('[aria-expanded="true"][aria-controls="stSidebar"]')?.click();
}

function fill(place, { groups, shown }) {
  const written = JSON.stringify([groups, shown]);
  if (place.written === written) return;
  const isMoved = place.shown !== undefined && place.shown !== shown;
  Object.assign(place, { written, shown });
  place.sections ??= make("div", { className: "sections", hidden: true, role: "group", ariaLabel: "Sections of this page" });
  const focused = place.contains(document.activeElement);
  place.replaceChildren(...groups.flatMap(({ name, pages }) => {
    const list = make("ul", {}, ...pages.map((page) => {
      const link = linkTo(page), isShown = page.title === shown;
      if (isShown) link.ariaCurrent = "page";
      return make("li", {}, link, ...(isShown ? [place.sections] : []));
    }));
    return [make("p", {}, name), list];
  }));
  if (isMoved) fold();
  if (focused) place.querySelector("[aria-current]")?.focus();
}

function linkTo({ title, icon, path }) {
  const sign = make("span", { translate: false, ariaHidden: "true" }, icon);
  const link = make("a", { href: `./${path}` }, sign, title);
  link.onpointerdown = () => (link.search = location.search);  // of the same record in another tab
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState({}, "", `./${path}`);
    dispatchEvent(new PopStateEvent("popstate"));
  };
  return link;
}

function make(name, properties, ...content) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...content);
  return node;
}

function show(list, { names, at }) {
  if (list.names !== JSON.stringify(names)) {
    list.names = JSON.stringify(names);
    list.hidden = !names.length;
    list.replaceChildren(...names.map((name, number) => {
      const button = make("button", { type: "button" }, name);
      button.onclick = () => {
        document.dispatchEvent(new CustomEvent("trial-explorer-section", { detail: number }));
      };
      return button;
    }));
  }
  [...list.children].forEach((button, number) => {
    if (number === at) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
  const now = list.children[at];
  if (now) list.scrollTop = now.offsetTop - list.clientHeight / 2;
}
