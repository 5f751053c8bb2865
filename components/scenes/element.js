// Makes a node of a drawn element: its name, its attributes, and its children or its text. Texts
// enter as text, never as markup.
function element([name, attributes, inside]) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (typeof inside === "string") node.textContent = inside;
  else node.append(...inside.map(element));
  return node;
}

// The widest arrangement that fits; the narrowest where none does.
function whichFits(arrangements) {
  const style = document.createElement("style");
  const order = arrangements.map(({ width }, number) => ({ width, number }))
    .sort((one, other) => one.width - other.width);
  style.textContent = order.map(({ width, number }, place) => {
    const least = place === 0 ? 0 : width, next = order[place + 1]?.width;
    const most = next === undefined ? "" : ` and (width < ${next}px)`;
    return `@container (width >= ${least}px)${most} { .picture .number-${number} { display: block; } }`;
  }).join("\n");
  return style;
}
