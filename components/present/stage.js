// Shows the slides one at a time. What the audience sees is in the address (slide, slides, look), so
// that a reload or a link comes back to it; the server is asked only for another audience, and to leave.

const IDLE = 3000; // milliseconds without the pointer, after which the controls step back; at a key they do at once
const WIDE = 1.45; // windows at least so much wider than high get the 16:9 slides

const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " "];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];

export default function ({ data, parentElement, setTriggerValue }) {
  const dialog = parentElement.querySelector("dialog");
  dialog.stage ??= new Stage(dialog);
  dialog.stage.update(data, setTriggerValue);
  return () => dialog.stage.end();
}

class Stage {
  constructor(dialog) {
    this.dialog = dialog;
    this.phone = matchMedia("(max-width: 600px)");
    const asked = new URLSearchParams(location.search);
    this.asked = asked.get("slide") ?? "";
    this.chosen = asked.get("slides")?.split(",") ?? null; // names of wide slides; null: all of them
    this.look = ["dark", "light"].find((look) => look === asked.get("look")) ?? null;
    this.speaker = new Speaker(this);
    this.listening = new AbortController();
    this.listen();
    dialog.showModal();
  }

  part(id) {
    return this.dialog.querySelector(`#${id}`);
  }

  listen() {
    const { signal } = this.listening;
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    const click = (id, act) =>
      on(this.part(id), "click", (event) => {
        act();
        // Clicked with a pointer: no ring stays behind, and Space goes on to the next slide.
        if (event.detail) this.screen().focus();
      });
    click("previous", () => this.turn(-1));
    click("next", () => this.turn(1));
    click("leave", () => this.leave());
    click("take", () => this.leave(true));
    click("toggle-notes", () => this.toggleNotes());
    click("people", () => this.showPeople());
    click("look", () => this.switchLook());
    click("whole", () => this.toggleWhole());
    on(this.dialog, "cancel", (event) => {
      if (event.target !== this.dialog) return;
      event.preventDefault();
      this.leave();
    });
    on(this.part("panel"), "change", (event) => this.choose(event.target));
    on(this.part("parts"), "click", (event) => this.move(event.target.closest("button")));
    on(this.part("only-talk"), "click", () => this.keep(this.parts().filter((part) => part.talk)));
    on(this.part("everything"), "click", () => this.keep(this.parts()));
    on(this.part("panel"), "submit", (event) => event.preventDefault());
    on(window, "keydown", (event) => this.press(event));
    on(window, "pointermove", () => this.wake());
    on(window, "pointerdown", () => this.wake());
    on(window, "resize", () => this.resize());
    on(document, "fullscreenchange", () => this.resize());
    on(this.black(), "pointerdown", () => this.blacken(false));
    on(window, "pagehide", () => this.speaker.close());
    this.wake();
  }

  end() {
    this.listening.abort();
    this.speaker.close();
    clearTimeout(this.sleeping);
    if (document.fullscreenElement) document.exitFullscreen();
  }

  screen() {
    return this.dialog.querySelector(".screen");
  }

  update(data, setTriggerValue) {
    this.data = data;
    this.tell = setTriggerValue;
    this.setOrder(this.chosen?.flatMap((name) => this.partsCalled(name)) ?? []);
    this.part("deck").textContent = data.title;
    this.part("whole").hidden = !document.fullscreenEnabled;
    this.part("people").hidden = !data.moving;
    this.fillPanel();
    this.paint();
    this.shown = null;
    this.go(this.slides().indexOf(this.named(this.asked)) + 1);
  }

  // Which slides, and which of them

  format() {
    return innerWidth / innerHeight >= WIDE ? "wide" : "narrow";
  }

  slides() {
    const all = this.data.decks[this.format()];
    if (!this.chosen) return all;
    const slides = this.chosen.flatMap((name) => {
      const own = all.filter((slide) => slide.part === name);
      return own.length ? own : all[this.parts().find((part) => part.name === name).other];
    });
    return [...new Set(slides)];
  }

  // Where the whole talk ends is said as long as no slides are chosen.
  notes(slide) {
    return slide.notes.filter((note) => !this.chosen || note !== this.data.talk_ends);
  }

  // The slide of a name, in the format of this window; a bare number counts the wide slides that there
  // were when they had no names. A name of a topic, also one it had before, leads to its first slide.
  named(asked) {
    const { wide, narrow } = this.data.decks;
    const own = this.data.decks[this.format()];
    const both = [...own, ...wide, ...narrow];
    const find = (name) => both.find((slide) => slide.name === name);
    const then = this.formerly(asked);
    const number = Math.min(Math.max(Number.parseInt(asked, 10) || 1, 1), wide.length);
    const found =
      find(asked) ??
      find(this.data.former.names[then]) ??
      own.find((slide) => slide.key === then.replace(/-.*/, "")) ??
      wide[number - 1];
    return own.includes(found) ? found : own[found.other];
  }

  // An address that was kept may call a topic what it was called then.
  formerly(name) {
    return name.replace(/^[a-z]+/, (key) => this.data.former.topics[key] ?? key);
  }

  // What can be chosen: the wide slides, in the deck's order.
  parts() {
    return this.data.decks.wide;
  }

  partsCalled(name) {
    const then = this.formerly(name);
    const names = [name, this.data.former.names[then]];
    const exact = this.parts().filter((part) => names.includes(part.name));
    return exact.length ? exact : this.parts().filter((part) => part.key === then);
  }

  // Take some parts in an order of their own; in the panel each of the others stands behind the one
  // that the deck has before it.
  setOrder(chosen) {
    const all = this.parts();
    const order = [...new Set(chosen)];
    const asDeck = order.length === all.length && order.every((part, place) => part === all[place]);
    this.chosen = order.length && !asDeck ? order.map((part) => part.name) : null;
    all.forEach((part, place) => {
      if (order.includes(part)) return;
      order.splice(place ? order.indexOf(all[place - 1]) + 1 : 0, 0, part);
    });
    this.order = order;
  }

  isChosen(part) {
    return !this.chosen || this.chosen.includes(part.name);
  }

  turn(by) {
    this.go(this.number + by);
  }

  go(number) {
    this.black().hidden = true;
    const slides = this.slides();
    this.number = Math.min(Math.max(number, 1), slides.length);
    const slide = slides[this.number - 1];
    this.asked = slide.name;
    if (slide && slide !== this.shown) this.show(slide, slides.length);
    this.speaker.show();
    this.writeAddress();
  }

  show(slide, count) {
    this.shown = slide;
    const screen = this.screen();
    screen.innerHTML = slide.html;
    screen.scrollTop = 0;
    screen.querySelector(".number").textContent = `${this.number} / ${count}`;
    this.part("counter").textContent = `${this.number} / ${count}`;
    this.part("previous").disabled = this.number === 1;
    this.part("next").disabled = this.number === count;
    this.part("notes").replaceChildren(...this.notes(slide).map(paragraph));
    this.dialog.querySelector(".notes").scrollTop = 0;
    // A live region speaks only of what changes once it is there.
    requestAnimationFrame(() => {
      this.part("said").textContent = `Slide ${this.number} of ${count}: ${slide.title}`;
    });
    this.fit();
  }

  resize() {
    // In the other format the same text may be on a slide of another number.
    const before = this.shown;
    const slides = this.slides();
    if (before && !slides.includes(before)) this.go(slides.indexOf(this.named(before.name)) + 1);
    else this.fit();
  }

  fit() {
    const screen = this.screen();
    const slide = screen.querySelector(".slide");
    if (!slide) return;
    slide.style.transform = "";
    if (this.phone.matches) {
      for (const wide of slide.querySelectorAll(".table, .picture")) letScroll(wide);
      return;
    }
    const [width, height] = [slide.offsetWidth, slide.offsetHeight];
    const scale = Math.min(screen.clientWidth / width, screen.clientHeight / height);
    slide.style.left = `${(screen.clientWidth - width * scale) / 2}px`;
    slide.style.top = `${(screen.clientHeight - height * scale) / 2}px`;
    slide.style.transform = `scale(${scale})`;
  }

  // Replaced, never pushed: the way back leads out of the slides, not through them.
  writeAddress() {
    const address = new URL(location.href);
    const set = (name, value) =>
      value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
    set("slide", this.asked);
    set("audience", this.data.audience);
    set("slides", this.chosen?.join(","));
    set("look", this.look);
    const written = address.href.replaceAll("%2C", ",");
    if (written !== location.href) history.replaceState(history.state, "", written);
  }

  // Keys and buttons

  // The moving picture of participants, which is ready over the slides.
  showPeople() {
    const detail = this.isDark() ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("trial-explorer-who-went-where", { detail }));
  }

  press(event) {
    const target = event.composedPath()[0];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.part("panel").matches(":popover-open")) return;
    if (event.key === "Tab") {
      this.dialog.classList.add("tabbing");
      return this.wake();
    }
    const act = this.act(event, target);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
    this.rest();
  }

  act(event, target) {
    const { key } = event;
    if (key === " " && target.matches?.("button")) return null;
    // What scrolls up and down keeps the keys for it.
    const scrolls = target.matches?.(".notes") || (this.phone.matches && target.matches?.(".screen"));
    if (scrolls && !["ArrowLeft", "ArrowRight", "n", "N"].includes(key)) return null;
    if (target.matches?.(".table, .picture") && key.startsWith("Arrow")) return null;
    if (key === " " && event.shiftKey) return () => this.turn(-1);
    if (FORWARD.includes(key)) return () => this.turn(1);
    if (BACK.includes(key)) return () => this.turn(-1);
    if (key === "Home") return () => this.go(1);
    if (key === "End") return () => this.go(Infinity);
    if (key === "n" || key === "N") return () => this.toggleNotes();
    if (key === "f" || key === "F") return () => this.toggleWhole();
    if (key === "b" || key === "B") return () => this.blacken();
    return null;
  }

  // What was chosen holds wherever slides are taken away.
  leave(take = false) {
    this.tell("left", { slides: this.chosen ?? [], take });
  }

  // Notes have a window of their own: this one may be on the projector. They stand below the slide only
  // on a phone, and where the browser refuses a window.
  toggleNotes() {
    const notes = this.dialog.querySelector(".notes");
    const apart = notes.hidden && !this.phone.matches && this.speaker.open();
    notes.hidden = apart || !notes.hidden;
    this.part("toggle-notes").setAttribute("aria-pressed", String(apart || !notes.hidden));
    this.speaker.show();
    this.fit();
  }

  speakerLeft() {
    if (!this.speaker.isOpen()) this.part("toggle-notes").setAttribute("aria-pressed", "false");
  }

  black() {
    return this.dialog.querySelector(".black");
  }

  isBlack() {
    return !this.black().hidden;
  }

  blacken(on = !this.isBlack()) {
    this.black().hidden = !on;
    this.part("said").textContent = on ? "The screen is black" : "The slide is shown again";
    this.speaker.show();
  }

  toggleWhole() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  wake() {
    this.dialog.classList.remove("idle");
    clearTimeout(this.sleeping);
    this.sleeping = setTimeout(() => this.rest(), IDLE);
  }

  rest() {
    this.dialog.classList.add("idle");
    this.dialog.classList.remove("tabbing");
  }

  // Colours

  isDark() {
    return this.look ? this.look === "dark" : this.data.dark;
  }

  switchLook() {
    const other = this.isDark() ? "light" : "dark";
    this.look = (other === "dark") === this.data.dark ? null : other;
    this.paint();
    this.writeAddress();
  }

  paints() {
    return Object.entries(this.data.colours[this.isDark() ? "dark" : "light"]);
  }

  paint() {
    const look = this.isDark() ? "dark" : "light";
    for (const [name, colour] of this.paints()) this.dialog.style.setProperty(name, colour);
    this.speaker.paint();
    this.dialog.style.colorScheme = look;
    this.part("look").textContent = look === "dark" ? "Light" : "Dark";
  }

  // The panel

  fillPanel() {
    fill(this.part("audiences"), "radio", this.data.audiences, (key) => key === this.data.audience);
    this.fillParts();
  }

  fillParts() {
    const focused = this.part("parts").querySelector(":focus");
    const rows = this.order.map((part, place) => {
      const [row, label, input] = ["li", "label", "input"].map((tag) => document.createElement(tag));
      Object.assign(input, { type: "checkbox", value: part.name, checked: this.isChosen(part) });
      const behind = part.talk ? "" : " (appendix)";
      label.append(input, `${part.title}${behind}`);
      const buttons = [
        ["↑", "Earlier", place === 0],
        ["↓", "Later", place === this.order.length - 1],
      ].map(([sign, word, disabled]) => {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", textContent: sign, value: part.name, disabled });
        button.setAttribute("aria-label", `${word}: ${part.title}`);
        return button;
      });
      row.append(label, ...buttons);
      return row;
    });
    this.part("parts").replaceChildren(...rows);
    this.sayTime();
    if (!focused) return;
    const same = [...this.part("parts").querySelectorAll(`[value="${focused.value}"]`)];
    const again = same.find((one) => one.textContent === focused.textContent && !one.disabled);
    (again ?? same[0])?.focus();
  }

  sayTime() {
    const chosen = this.order.filter((part) => this.isChosen(part));
    const said = (parts) => `${parts.length} slides, about ${this.minutes(parts)}`;
    const talk = chosen.filter((part) => part.talk);
    const told = [`Chosen: ${said(chosen)} to say`, talk.length < chosen.length ? `of them the talk: ${said(talk)}` : ""];
    this.part("time").textContent = `${told.filter(Boolean).join("; ")}. Estimated at ${this.data.pace} words a minute (${this.data.pace_source}).`;
  }

  minutes(parts) {
    const words = parts.reduce((sum, part) => sum + part.words, 0);
    const minutes = Math.max(1, Math.round(words / this.data.pace));
    return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  }

  choose(input) {
    if (input.type === "radio") return this.tell("audience", input.value);
    const chosen = this.order.filter((part) =>
      part.name === input.value ? input.checked : this.isChosen(part),
    );
    if (chosen.length) this.rearrange(chosen);
    else input.checked = true; // one slide at least
  }

  move(button) {
    if (!button) return;
    const order = [...this.order];
    const place = order.findIndex((part) => part.name === button.value);
    const to = place + (button.textContent === "↑" ? -1 : 1);
    [order[place], order[to]] = [order[to], order[place]];
    this.rearrange(order.filter((part) => this.isChosen(part)), order);
  }

  keep(parts) {
    this.rearrange(parts, [...this.parts()]);
  }

  // Show these slides; the panel keeps its own order, so that nothing jumps that is left out.
  rearrange(chosen, order = this.order) {
    this.setOrder(chosen);
    this.order = order;
    this.fillParts();
    const place = this.slides().indexOf(this.shown);
    this.shown = null;
    this.go(place < 0 ? 1 : place + 1);
  }
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

function letScroll(element) {
  if (element.scrollWidth <= element.clientWidth) return;
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", "Scrolls sideways");
}

function fill(fieldset, type, options, isChecked) {
  const labels = options.map(({ key, name }) => {
    const [label, input] = [document.createElement("label"), document.createElement("input")];
    Object.assign(input, { type, name: fieldset.id, value: key, checked: isChecked(key) });
    label.append(input, name);
    return label;
  });
  fieldset.replaceChildren(fieldset.querySelector("legend"), ...labels);
}
