// The criteria of the checklist, in rows or on a card each. Nodes are made once, by key; what comes back
// is put into them, so that no field is made anew. What was entered is sent until the app says that it
// has seen it, and with it which version of the criteria is here: only those that have changed since
// come back.

const SHORT = 27; // letters: as many as stand side by side

export default function ({ parentElement }) {
  const place = parentElement.querySelector(".criteria");
  const table = place.table ??= new Table(place);
  return (table.stop ??= hear(({ criteria, give }) => {
    if (!criteria) return;
    table.send = (entries) => give({ has: table.version, entries });
    table.take(criteria);
  }, { before: () => table.note(), after: () => table.keep() }));
}

// The groups that somebody has opened in this visit, also after another page.
const opened = (globalThis.trialExplorerOpenedGroups ??= new Set());

class Table {
  constructor(place) {
    this.place = place;
    this.nodes = new Map();
    this.waiting = [];
    this.number = 0;
    this.version = 0;
    place.addEventListener("focusout", () => setTimeout(() => this.fold()));
    place.addEventListener("focusin", ({ target }) => (this.last = target.closest(".row")?.key));
    // What is typed here is no shortcut of the page's.
    place.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
      place.classList.toggle("quiet", event.key === "Escape");
    });
    // Nothing moves between the press of a button and its release: the click would miss.
    place.addEventListener("pointerdown", () => (this.pressed = true));
    for (const ends of ["pointerup", "pointercancel"]) {
      addEventListener(ends, () => setTimeout(() => this.released()));
    }
  }

  released() {
    if (!this.pressed) return;
    this.pressed = false;
    this.still(() => (this.data ? this.draw(this.data) : this.foldGroups()));
    this.data = null;
  }

  // A table that was made anew has nothing yet to put changes into, and asks for all rows.
  take(data) {
    if (data.since > this.version) return this.send(this.waiting);
    this.rows = data.since ? { ...this.rows, ...data.rows } : data.rows;
    this.version = data.version;
    const groups = data.groups.map((group) => ({ ...group, rows: group.rows.map((key) => this.rows[key]) }));
    this.data = { ...data, groups };
    if (this.pressed) return;
    this.draw(this.data);
    this.data = null;
  }

  // What has the focus stays where it is in the window, whatever grows or folds above it.
  still(change) {
    this.note();
    change();
    this.keep();
  }

  note() {
    this.at = document.activeElement;
    this.top = this.at.getBoundingClientRect().top;
  }

  keep() {
    if (this.at === document.activeElement) this.scroll(this.at.getBoundingClientRect().top - this.top);
  }

  scroll(by) {
    if (by) this.scroller().scrollTop += by;
  }

  scroller() {
    let scroller = this.place;
    while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowY)) {
      scroller = scroller.parentElement;
    }
    return scroller ?? document.scrollingElement;
  }

  draw(data) {
    const shape = JSON.stringify([data.record, data.cards, data.groups.map(({ name, rows }) => [name, rows.map(shapeOf)])]);
    const made = this.shape !== shape;
    if (made) {
      this.shape = shape;
      this.nodes.clear();
      this.place.replaceChildren();
      this.place.classList.toggle("cards", data.cards);
      this.cards = data.cards;
      this.current = 0;
    }
    this.number = Math.max(this.number, data.seen);
    this.waiting = this.waiting.filter(({ number }) => number > data.seen);
    this.place.classList.toggle("waiting", this.waiting.length > 0);
    if (this.cards) this.showNext(data.next);
    const dates = this.node("dates", () => this.place.appendChild(make("section", "dates fields")));
    for (const fact of data.dates) this.showFact(dates, fact);
    if (!this.cards) this.showNext(data.next);
    this.showStep();
    this.order = [];
    for (const group of data.groups) this.showGroup(group, data.record);
    this.foldGroups();
    this.step(0);
    // The page may have moved the table, which takes the focus from it.
    if (made && document.activeElement === document.body) this.nodes.get(`row ${this.last}`)?.more.focus();
  }

  // A node, made the first time it is asked for.
  node(key, make) {
    if (!this.nodes.has(key)) this.nodes.set(key, make());
    return this.nodes.get(key);
  }

  give(what, key, values) {
    this.waiting.push({ number: ++this.number, what, key, ...values });
    this.place.classList.add("waiting");
    this.send(this.waiting);
  }

  isWaiting(what, key) {
    return this.waiting.some((one) => one.what === what && one.key === key);
  }

  showNext({ head, lines }) {
    const list = this.node("next", () => {
      const part = this.place.appendChild(make("section", "next"));
      part.append(make("h2"));
      return part.appendChild(make("ol"));
    });
    const written = JSON.stringify(lines);
    list.parentElement.hidden = !lines.length;
    put(list.previousSibling, head);
    if (list.written === written) return;
    list.written = written;
    const inside = list.contains(document.activeElement);
    list.replaceChildren(...lines.map(({ fact, label, said, sentence }) => {
      const line = make("li"), why = line.appendChild(make("span"));
      const go = why.appendChild(make("button", "link", label));
      go.type = "button";
      go.onclick = () => this.goTo(fact);
      why.append(said);
      if (sentence) line.append(make("q", "", sentence));
      return line;
    }));
    if (inside) list.querySelector("button")?.focus();
  }

  // On a narrow screen one row is shown at a time.
  showStep() {
    this.node("step", () => {
      const bar = this.place.appendChild(make("nav", "step"));
      bar.setAttribute("aria-label", "One criterion at a time");
      for (const [name, by] of [["Previous", -1], ["Next", 1]]) {
        const button = bar.appendChild(make("button", "", name));
        button.type = "button";
        button.onclick = () => this.step(by);
      }
      bar.insertBefore(this.count = make("span"), bar.lastChild);
      this.count.setAttribute("role", "status");
      return bar;
    });
  }

  step(by) {
    const last = this.order.length - 1;
    this.current = Math.min(Math.max((this.current ?? 0) + by, 0), last);
    this.order.forEach((row, place) => row.classList.toggle("current", place === this.current));
    for (const head of this.place.querySelectorAll(".head")) {
      head.classList.toggle("current", head === this.order[this.current]?.head);
    }
    for (const group of this.place.querySelectorAll(".group")) {
      group.classList.toggle("holds", Boolean(group.querySelector(".current")));
    }
    this.count.textContent = `${this.current + 1} of ${last + 1}`;
  }

  goTo(fact) {
    const field = this.nodes.get(`fact ${fact}`);
    if (!field) return;
    const group = field.closest(".group");
    if (group) this.open(group, true);
    this.current = this.order.indexOf(field.closest(".row"));
    this.step(0);
    field.scrollIntoView({ block: "center" });
    (field.querySelector("input:checked, select") ?? field.querySelector("input")).focus();
  }

  showGroup({ key, name, said, folds, rows }, record) {
    const group = this.node(`group ${key}`, () => {
      const part = this.place.appendChild(make("section", "group")), head = make("h2");
      part.button = make("button", "fold", name);
      part.button.type = "button";
      part.button.onclick = () => this.open(part, part.body.hidden);
      head.append(part.button);
      part.append(make("header", "", head, (part.said = make("small"))), (part.body = make("div", "rows")));
      part.body.id = `criteria of ${key}`.replaceAll(" ", "-");
      part.button.setAttribute("aria-controls", part.body.id);
      part.key = `${record} ${key}`;
      part.opened = opened.has(part.key) || undefined;
      part.folds = folds;
      this.setFolded(part, false);
      return part;
    });
    put(group.said, said);
    if (group.folds !== folds) group.opened = undefined;
    group.folds = folds;
    for (const row of rows) this.showRow(group, row);
  }

  fold() {
    if (!this.pressed) this.still(() => this.foldGroups());
  }

  // A group that is to fold does so once the focus has left it, unless somebody has opened it.
  foldGroups() {
    for (const group of this.place.querySelectorAll(".group")) {
      if (!group.contains(document.activeElement)) this.setFolded(group, !(group.opened ?? !group.folds));
    }
  }

  // By hand, until it is to fold anew; what somebody has opened is open when they come back.
  open(group, isOpen) {
    group.opened = isOpen;
    if (isOpen) opened.add(group.key);
    else opened.delete(group.key);
    this.setFolded(group, !isOpen);
  }

  setFolded(group, folded) {
    group.body.hidden = folded;
    group.button.setAttribute("aria-expanded", String(!folded));
  }

  showRow(group, row) {
    const node = this.node(`row ${row.key}`, () => this.makeRow(group, row));
    this.order.push(node);
    if (node.row === row) return;
    node.row = row;
    const look = node.more.firstChild;
    if (look.textContent !== row.sign) look.replaceWith(signOf(row.sign));
    put(node.state, row.state);
    node.more.setAttribute("aria-label", `${row.state}. Why, set by hand: ${row.name}`);
    node.more.style.setProperty("--state", `var(--st-${row.colour}-text-color)`);
    node.more.style.setProperty("--state-background", `var(--st-${row.colour}-background-color)`);
    node.dataset.look = row.look;
    put(node.hand, row.hand);
    put(node.foot, row.text.foot);
    for (const fact of row.facts) this.showFact(node.fields, fact);
    const more = row.later.length;
    put(node.later, more ? `${more} more may follow` : "");
    node.later.title = row.later.join(" · ");
    putLines(node.said, row.said);
    node.fields.append(...(node.said.isConnected ? [] : [node.later, node.said]));
    this.showCard(node, row);
  }

  // Of a row, the words are seen once it is opened; on a card always, above what it asks.
  makeRow(group, row) {
    const above = group.body.lastChild?.head;
    const head = above?.textContent === row.head ? above : row.head && group.body.appendChild(make("p", "head", row.head));
    const line = group.body.appendChild(make("div", "row"));
    Object.assign(line, { key: row.key, head });
    line.setAttribute("role", "group");
    line.setAttribute("aria-label", [row.name, row.head, row.label].filter(Boolean).join(" "));
    for (const look of ["sentence", "wide", "drafted"]) line.classList.toggle(look, row[look]);
    const short = make("abbr", "", this.cards ? row.name : row.short);
    short.title = row.name;
    short.hidden = !short.textContent;
    const words = make("div", "words", short, sentenceOf(row, this.cards));
    line.fields = make("div", "fields");
    line.later = make("small");
    line.said = make("small", "said");
    line.more = make("button", "more", signOf(row.sign), (line.state = make("span")), make("small", "", "Why · set by hand"));
    line.more.type = "button";
    line.more.title = "Why, and set by hand";
    line.hand = make("small");
    const end = make("div", "end", line.more, line.hand), text = this.makeText(line, row);
    line.card = make("div", "card", ...(this.cards ? [] : [text]));
    line.card.hidden = true;
    line.more.setAttribute("aria-expanded", "false");
    line.more.onclick = () => {
      line.card.hidden = !line.card.hidden;
      line.more.setAttribute("aria-expanded", String(!line.card.hidden));
    };
    this.makeCard(line, row);
    line.append(words, ...(this.cards ? [end, text, line.card, line.fields] : [line.fields, end, line.card]));
    return line;
  }

  makeText(line, { text: { wanted, lead, parts, says } }) {
    const text = make("div", "text", make("p", "lead", wanted), explained("p", lead));
    text.append(explained("blockquote", parts), (line.foot = make("small")));
    if (says.length) text.append(recordSays(says));
    return text;
  }

  showFact(fields, fact) {
    const node = this.node(`fact ${fact.key}`, () => this.makeFact(fields, fact));
    const isIn = node.contains(document.activeElement);
    const isKept = this.isWaiting("answer", fact.key) || (isIn && node.dirty);
    node.hidden = fact.hidden && !isIn;
    node.opens = fact.opens;
    // Shown again with the next answer, wherever that is.
    const line = node.closest(".row");
    if (line && (isKept || node.hidden !== fact.hidden)) line.row = null;
    if (!isKept) {
      if (node.input) set(node.input, fact.value);
      for (const radio of node.radios ?? []) radio.checked = radio.value === fact.value;
      if (node.unit) set(node.unit, fact.chosen);
    }
    put(node.problem, fact.problem);
    put(node.follows, fact.follows);
    if (fact.tool) putLines(node.about, fact.tool.about.map((line) => [line, false]));
    for (const field of node.querySelectorAll(":scope > label > input, :scope > label > select")) {
      field.setAttribute("aria-invalid", String(Boolean(fact.problem)));
    }
    for (const one of fact.tool?.facts ?? []) this.showFact(node.tool, one);
  }

  makeFact(fields, fact) {
    const node = fields.appendChild(make("div", "fact"));
    const answer = () => {
      node.dirty = false;
      const value = node.input?.value ?? node.radios.find((radio) => radio.checked)?.value ?? "";
      for (const key of node.opens[value] ?? []) this.nodes.get(`fact ${key}`).hidden = false;
      this.give("answer", fact.key, { value, unit: node.unit?.value ?? "" });
    };
    const words = fact.choices.map(([, label]) => label), letters = words.join("").length;
    if (words.length && (this.cards || (words.length < 5 && letters < SHORT))) {
      const set = node.appendChild(make("fieldset")), legend = make("legend", "", fact.label);
      legend.title = fact.question;
      set.append(legend);
      node.radios = [...fact.choices, ["", this.cards ? "unknown" : "–"]].map(([value, label]) => {
        const one = set.appendChild(make("label")), radio = one.appendChild(make("input"));
        Object.assign(radio, { type: "radio", name: `fact-${fact.key}`, value, onchange: answer });
        if (!value) radio.setAttribute("aria-label", "unknown");
        one.append(make("span", "", label));
        return radio;
      });
      // By its first letter, as in a list; of "Grade 2" also by its number.
      set.onkeydown = ({ key, ctrlKey, metaKey, altKey }) => {
        const starts = ({ parentElement: { innerText } }) =>
          innerText.toLowerCase().split(" ").some((word) => word.startsWith(key.toLowerCase()));
        if (ctrlKey || metaKey || altKey || key === " ") return;
        const radio = node.radios.find(starts);
        if (radio?.checked === false) radio.click();
        radio?.focus();
      };
    } else {
      const label = node.appendChild(make("label"));
      label.append(make("span", "", fact.label));
      label.title = fact.question;
      node.input = label.appendChild(make(fact.choices.length ? "select" : "input"));
      if (fact.choices.length) {
        node.input.append(...[["", "unknown"], ...fact.choices].map(([value, words]) => {
          const option = make("option", "", words);
          option.value = value;
          return option;
        }));
      } else {
        Object.assign(node.input, { type: "text", inputMode: "decimal", autocomplete: "off", maxLength: 40 });
        node.input.placeholder = fact.takes;
        node.input.classList.toggle("day", fact.takesDay);
        node.input.oninput = () => (node.dirty = true);
        // `change` comes with Enter too.
        if (fact.unit) label.append(make("span", "unit", fact.unit));
      }
      node.input.setAttribute("aria-label", fact.question);
      node.input.onchange = answer;
      if (fact.units.length) {
        node.unit = node.appendChild(make("select", "unit"));
        node.unit.setAttribute("aria-label", `Unit of ${fact.label}`);
        node.unit.append(new Option("unit", ""), ...fact.units.map((unit) => new Option(unit)));
        node.unit.onchange = answer;
      }
    }
    if (fact.limits) node.append(make("small", "", fact.limits));
    if (fact.help) node.append(make("small", "help", fact.help));
    node.follows = node.appendChild(make("small"));
    node.problem = node.appendChild(make("small", "problem"));
    node.problem.setAttribute("role", "alert");
    // Told with the field, and not only when they come.
    const told = [...node.querySelectorAll(":scope > small")];
    told.forEach((one, number) => (one.id = `told-${fact.key}-${number}`));
    (node.input ?? node.querySelector("fieldset")).setAttribute("aria-describedby", told.map(({ id }) => id).join(" "));
    if (fact.tool) this.makeTool(node, fact);
    return node;
  }

  makeTool(node, { tool }) {
    const fold = node.appendChild(make("details"));
    fold.append(make("summary", "", `Calculate: ${tool.name}`), (node.about = make("small", "about")));
    node.tool = fold.appendChild(make("div", "fields"));
  }

  makeCard(line, { key, name, card }) {
    line.why = line.card.appendChild(make("ul"));
    line.card.append(...card.notes.map((note) => make("p", "note", note)));
    line.draft = line.card.appendChild(make("div", "draft"));
    if (card.reviewer !== null) this.makeReview(line, key, name);
    const hand = line.card.appendChild(make("div", "hand"));
    const label = hand.appendChild(make("label", "", `Set ${name.toLowerCase()} by hand `));
    line.set = label.appendChild(make("select"));
    line.set.append(...["", ...card.states].map((state) => {
      const option = make("option", "", state || "as answered");
      option.value = state;
      return option;
    }));
    const why = hand.appendChild(make("label", "", "Reason (no names) "));
    line.reason = why.appendChild(make("input"));
    line.reason.maxLength = card.longest;
    line.lacks = hand.appendChild(make("small", "problem"));
    line.set.onchange = line.reason.onchange = () =>
      this.give("hand", key, { value: line.set.value, reason: line.reason.value });
  }

  // What is accepted decides; the row then is another one.
  makeReview(line, key, name) {
    const review = line.card.appendChild(make("div", "hand"));
    const label = review.appendChild(make("label", "", "Reviewed by "));
    line.by = label.appendChild(make("input"));
    line.by.maxLength = 100;
    const buttons = [["Accept", "accepted"], ["Reject", "rejected"]].map(([words, value]) => {
      const button = review.appendChild(make("button", "", words));
      button.type = "button";
      button.setAttribute("aria-label", `${words} the draft of ${name.toLowerCase()}`);
      button.onclick = () => this.give("review", key, { value, reason: line.by.value });
      return button;
    });
    review.append(make("small", "", "To change it: Review drafts, above."));
    line.by.oninput = () => buttons.forEach((one) => (one.disabled = !line.by.value.trim()));
  }

  showCard(line, { key, card }) {
    if (line.by && !line.by.value) {
      line.by.value = card.reviewer;
      line.by.oninput();
    }
    const written = JSON.stringify([card.why, card.draft]);
    if (line.why.written !== written) {
      line.why.written = written;
      line.why.replaceChildren(...card.why.map(nested));
      line.draft.replaceChildren();
      if (card.draft) {
        const list = make("ul");
        list.append(...card.draft.lines.map(nested));
        const left = make("p", "lead", card.draft.left);
        line.draft.append(make("b", "", card.draft.head), list, left, make("small", "", `${card.draft.said} It decides nothing. In its sentence, what is underlined was understood.`));
      }
    }
    const at = document.activeElement;
    if (!this.isWaiting("hand", key) && at !== line.reason) {
      set(line.set, card.state);
      set(line.reason, card.reason);
    }
    put(line.lacks, card.state && !card.reason.trim() ? "Give the reason; until then the rule stands." : "");
  }
}

const shapes = new WeakMap();

// What a row is made of; all else is put into it.
function shapeOf(row) {
  if (!shapes.has(row)) {
    const asked = row.facts.map(({ key, label, units, choices }) => [key, label, units, choices]);
    shapes.set(row, JSON.stringify([row.key, row.head, row.label, row.drafted, row.text.parts, asked]));
  }
  return shapes.get(row);
}

// What a row is called: of a draft its words, underlined what was understood. On a card its name, where
// it has one that its words are not.
function sentenceOf({ label, parts, named }, cards) {
  if (parts.length) return explained("span", parts);
  if (cards) return make("strong", "", named ? label : "");
  return make("span", "", label);
}

function nested([level, text]) {
  const line = make("li", "", text);
  line.style.marginInlineStart = `${level * 1.2}em`;
  return line;
}

// Written only where it changes: what is read aloud is not read again.
function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = !text;
}

// Several lines, each with whether it warns.
function putLines(node, lines) {
  const written = JSON.stringify(lines);
  if (node.written === written) return;
  node.written = written;
  node.replaceChildren(...lines.map(([text, warns]) => make("span", warns ? "warns" : "", text)));
  node.hidden = !lines.length;
}

// Where it changes: to choose in a list that which is chosen takes as long as to choose another.
function set(field, value) {
  if (field.value !== value) field.value = value;
}
