// Lists the sections of the page beside its text, the one that is read marked; see bar.js. On a
// phone the sidebar lies over the page: once a link in it has been followed, it is in the way.

export default function ({ data, parentElement }) {
  if (globalThis.trialExplorerPage && globalThis.trialExplorerPage !== data.page) fold();
  globalThis.trialExplorerPage = data.page;
  const list = parentElement.querySelector("nav");
  if (list.stop) return;
  const heard = new AbortController(), host = parentElement.host ?? parentElement;
  host.dataset.sectionsBeside = "";
  list.stop = () => heard.abort();
  document.addEventListener("trial-explorer-sections", ({ detail }) => show(list, detail), { signal: heard.signal });
  document.dispatchEvent(new CustomEvent("trial-explorer-sections-wanted"));
  return () => {
    list.stop();
    list.stop = null;
  };
}

function fold() {
  if (innerWidth >= 768) return;
  document.querySelector('[aria-expanded="true"][aria-controls="stSidebar"]')?.click();
}

function show(list, { names, at }) {
  if (list.names !== JSON.stringify(names)) {
    list.names = JSON.stringify(names);
    list.hidden = !names.length;
    list.replaceChildren(...names.map((name, number) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
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
