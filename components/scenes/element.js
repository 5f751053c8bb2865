// Makes a node of a drawn element: its name, its attributes, and its children or its text. Texts
// enter as text, never as markup.
function element([name, attributes, inside]) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (typeof inside === "string") node.textContent = inside;
  else node.append(...inside.map(element));
  return node;
}
