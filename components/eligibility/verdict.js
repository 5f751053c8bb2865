// The verdict, in full at the top of the page or in short at its foot. What it is told it writes as
// text and never as markup.

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".verdict");
  return (place.stop ??= hear(({ verdict }) => show(place, data.part, verdict)));
}

const PARTS = {
  short: ({ short }) => inShort(short),
  full: ({ head, reasons, rest }) => [...inFull(head), ...inLines(reasons), ...inLines(rest)],
  head: ({ head }) => inFull(head),
  rest: ({ rest }) => inLines(rest),
};

// Made anew only where it changes: what is read aloud is not read again.
function show(place, part, verdict) {
  const made = PARTS[part](verdict), text = JSON.stringify(made.map((one) => one.outerHTML));
  if (place.written === text) return;
  place.written = text;
  place.replaceChildren(...made);
}

function inShort({ person, headline, icon, colour, said }) {
  const who = person ? [badge("person", person, "gray")] : [];
  const line = make("p", "short", ...who, badge(icon, headline, colour), make("small", "", said));
  return [line];
}

function inFull({ headline, icon, colour, share, settled, counts }) {
  const head = make("h2", "", sign(icon), ` ${headline}`), bar = make("div", "bar", make("div"));
  head.firstChild.style.color = `var(--st-${colour}-text-color)`;
  bar.firstChild.style.width = `${100 * share}%`;
  bar.setAttribute("role", "progressbar");
  bar.setAttribute("aria-label", "Settled");
  bar.setAttribute("aria-valuenow", Math.round(100 * share));
  return [head, make("p", "progress", `${settled}: `, make("small", "", counts)), bar];
}

function inLines(lines) {
  return lines.map(({ name, text, quote, items, disagrees }) => {
    if (items) return make("ul", "", ...items.map((item) => make("li", "", item)));
    if (disagrees) return make("p", "disagrees", sign("call_split"), ` ${text}`);
    return make("p", quote ? "quote" : "", ...(name ? [make("strong", "", name)] : []), text);
  });
}

function badge(icon, text, colour) {
  const node = make("span", "badge", sign(icon), ` ${text}`);
  node.style.color = `var(--st-${colour}-text-color)`;
  node.style.backgroundColor = `var(--st-${colour}-background-color)`;
  return node;
}

// Of Streamlit's own font of signs: a word that is drawn as one.
function sign(icon) {
  const node = make("span", "sign", icon);
  node.setAttribute("role", "img");
  node.setAttribute("aria-hidden", "true");
  node.translate = false;
  return node;
}

function make(name, className = "", ...content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...content);
  return node;
}
