// Lays out the tiles, three in a row where there is room, so that none leaves a hole; a tile is a
// link, which the app follows without a new visit.

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".tiles");
  const drawn = JSON.stringify(data);
  if (place.drawn === drawn) return;
  place.drawn = drawn;
  const strips = data.tiles.filter(isStrip).length, spans = spread(data.tiles.length - strips);
  place.replaceChildren(...data.tiles.map((tile) => {
    const link = drawTile(tile);
    link.style.setProperty("--span", isStrip(tile) ? 6 / strips : spans.shift());
    if (isStrip(tile) && strips > 1) link.classList.add("half");
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || tile.page.startsWith("#")) return;
      event.preventDefault();
      setTriggerValue("page", tile.page);
    };
    return link;
  }));
}

// What does not fit is told in a strip, above or below the tiles.
function isStrip({ key }) {
  return key === "check" || key === "against";
}

// The columns, of six, that each tile takes: rows of at most three, evenly full.
function spread(count) {
  const rows = Math.ceil(count / 3), spans = [];
  for (let row = 0; row < rows; row++) {
    const inRow = Math.ceil((count - spans.length) / (rows - row));
    for (let place = 0; place < inRow; place++) spans.push(6 / inRow);
  }
  return spans;
}

function drawTile({ key, heading, finding, about, lines, written, source, page, svgs }) {
  const link = document.createElement("a");
  link.className = `tile ${key}${isStrip({ key }) ? " strip" : ""}`;
  link.href = page.startsWith("#") ? page : `${page}${location.search}`;
  link.append(text("h2", heading), text("strong", finding));
  if (about) link.append(text("p", about));
  for (const [where, svg] of svgs) {
    const picture = element(svg);
    if (where) picture.setAttribute("class", where);
    // The tile itself says what its picture stands for.
    for (const told of picture.querySelectorAll("title, desc")) told.remove();
    picture.setAttribute("aria-hidden", "true");
    for (const attribute of ["role", "aria-label", "font-family"]) picture.removeAttribute(attribute);
    link.append(picture);
  }
  if (lines.length) {
    const list = link.appendChild(document.createElement("ul"));
    if (written) list.className = "unseen";
    list.append(...lines.map((line) => text("li", line)));
  }
  link.append(text("small", source));
  return link;
}

function text(name, content) {
  const node = document.createElement(name);
  node.textContent = content;
  return node;
}
