// The verdict, in full at the top of the page or in short at its foot. What it is told it writes as
// text and never as markup.

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".verdict");
  return (place.stop ??= hear(({ verdict }) => show(place, data.part, verdict)));
}

const PARTS = {
  short: ({ short }) => inShort(short),
  full: ({ head, reasons }) => [...inFull(head), ...reasons.flatMap(inLines)],
};

// Made anew only where it changes: what is read aloud is not read again.
function show(place, part, verdict) {
  const made = PARTS[part](verdict), text = JSON.stringify(made.map((one) => one.outerHTML));
  if (place.written === text) return;
  place.written = text;
  place.replaceChildren(...made);
}

function inShort({ person, headline, sign, colour, said }) {
  const who = person ? [badge("person", person, "gray")] : [];
  const line = make("p", "short", ...who, badge(sign, headline, colour), make("small", "", said));
  return [line];
}

function inFull({ headline, sign, colour, share, settled, counts }) {
  const head = make("h2", "", signOf(sign), ` ${headline}`), bar = make("div", "bar", make("div"));
  head.firstChild.style.color = `var(--st-${colour}-text-color)`;
  bar.firstChild.style.width = `${100 * share}%`;
  bar.setAttribute("role", "progressbar");
  bar.setAttribute("aria-label", "Settled");
  bar.setAttribute("aria-valuenow", Math.round(100 * share));
  const progress = make("p", "progress", `${settled}: `, make("small", "", counts));
  return [make("header", "", head, progress), bar];
}

function inLines({ name, text, quote, items, disagrees, parts, says }) {
  if (items) return [make("ul", "", ...items.map((item) => make("li", "", item)))];
  if (disagrees) return [make("p", "disagrees", signOf("call_split"), ` ${text}`)];
  if (parts) return [explained("p", parts), recordSays(says)];
  return [make("p", quote ? "quote" : "", ...(name ? [make("strong", "", name)] : []), text)];
}

function badge(sign, text, colour) {
  const node = make("span", "badge", signOf(sign), ` ${text}`);
  node.style.color = `var(--st-${colour}-text-color)`;
  node.style.backgroundColor = `var(--st-${colour}-background-color)`;
  return node;
}
