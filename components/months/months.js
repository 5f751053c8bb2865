const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function node(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

function shifted(iso, days) {
  const day = new Date(`${iso}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".months");
  const again = root.dataset.moved;
  const move = (key, day) => {
    root.dataset.moved = key;
    setTriggerValue("moved", { key, day });
  };
  root.replaceChildren(...data.months.map((month) => table(month, move)));
  // A finger cannot drag: the dose is chosen, then the day.
  root.onclick = (event) => {
    const chosen = root.querySelector(".chosen");
    const item = event.target.closest("button.item");
    const day = event.target.closest("td[data-day]");
    if (chosen && chosen !== item && day) move(chosen.dataset.key, day.dataset.day);
    chosen?.classList.remove("chosen");
    chosen?.setAttribute("aria-pressed", "false");
    if (!item || chosen) return;
    item.classList.add("chosen");
    item.setAttribute("aria-pressed", "true");
  };
  if (again) {
    root.querySelector(`[data-key="${CSS.escape(again)}"]`)?.focus({ preventScroll: true });
    delete root.dataset.moved;
  }
}

function table(month, move) {
  const made = node("table");
  made.append(node("caption", "", month.title));
  const head = node("tr");
  for (const name of ["Wk", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]) {
    const cell = node("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  made.append(head);
  for (const week of month.weeks) {
    const row = node("tr");
    const number = node("th", "week", week.number);
    number.scope = "row";
    row.append(number, ...week.days.map((day) => cell(day, move)));
    made.append(row);
  }
  return made;
}

function cell(day, move) {
  if (!day) return node("td", "none");
  const made = node("td", [day.weekend && "weekend", day.within && "within"].filter(Boolean).join(" "));
  made.title = day.said;
  made.dataset.day = day.iso;
  made.append(node("span", "day", day.day), ...day.items.map((item) => dose(item, day, move)));
  made.addEventListener("dragover", (event) => event.preventDefault());
  made.addEventListener("drop", (event) => {
    event.preventDefault();
    const key = event.dataTransfer.getData("text/plain");
    if (key) move(key, day.iso);
  });
  return made;
}

function dose(item, day, move) {
  const names = ["item", item.missed && "missed", item.remark && "remark"].filter(Boolean);
  const made = node(item.moves ? "button" : "span", names.join(" "));
  made.append(node("span", "", item.sign), node("span", "name", ` ${item.name}`));
  made.title = item.said;
  made.setAttribute("aria-label", item.said);
  if (!item.moves) {
    made.setAttribute("role", "img");
    return made;
  }
  made.type = "button";
  made.setAttribute("aria-pressed", "false");
  made.draggable = true;
  made.dataset.key = item.key;
  made.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", item.key));
  made.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    move(item.key, shifted(day.iso, step));
  });
  return made;
}
