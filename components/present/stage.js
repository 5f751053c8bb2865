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
    this.chapters = asked.get("slides")?.split(",") ?? null; // null: all of them
    this.look = ["dark", "light"].find((look) => look === asked.get("look")) ?? null;
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
    click("previous", () => this.go(this.number - 1));
    click("next", () => this.go(this.number + 1));
    click("leave", () => this.leave());
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
    on(this.part("panel"), "submit", (event) => event.preventDefault());
    on(window, "keydown", (event) => this.press(event));
    on(window, "pointermove", () => this.wake());
    on(window, "pointerdown", () => this.wake());
    on(window, "resize", () => this.resize());
    on(document, "fullscreenchange", () => this.resize());
    this.wake();
  }

  end() {
    this.listening.abort();
    clearTimeout(this.sleeping);
    if (document.fullscreenElement) document.exitFullscreen();
  }

  screen() {
    return this.dialog.querySelector(".screen");
  }

  update(data, setTriggerValue) {
    this.data = data;
    this.tell = setTriggerValue;
    this.keepChapters(this.chapters ?? []);
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
    const chosen = all.filter((slide) => this.chapters?.includes(slide.key));
    return chosen.length ? chosen : all;
  }

  // The slide of a name, in the format of this window; a bare number counts the wide slides.
  named(asked) {
    const name = this.renamed(asked);
    const { wide, narrow } = this.data.decks;
    const own = this.data.decks[this.format()];
    const found = own.find((slide) => slide.name === name);
    if (found) return found;
    const number = Math.min(Math.max(Number.parseInt(name, 10) || 1, 1), wide.length);
    const other = [...wide, ...narrow].find((slide) => slide.name === name) ?? wide[number - 1];
    return own.includes(other) ? other : own[other.other];
  }

  // An address that was kept may call a chapter what it was called then.
  renamed(name) {
    return name.replace(/^[a-z]+/, (key) => this.data.former[key] ?? key);
  }

  keepChapters(keys) {
    const all = this.data.chapters.map((chapter) => chapter.key);
    const asked = keys.map((key) => this.renamed(key));
    const kept = all.filter((key) => asked.includes(key));
    this.chapters = kept.length && kept.length < all.length ? kept : null;
  }

  go(number) {
    const slides = this.slides();
    this.number = Math.min(Math.max(number, 1), slides.length);
    const slide = slides[this.number - 1];
    this.asked = slide.name;
    if (slide && slide !== this.shown) this.show(slide, slides.length);
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
    this.part("notes").replaceChildren(...slide.notes.map(paragraph));
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
    set("slides", this.chapters?.join(","));
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
    if (key === " " && event.shiftKey) return () => this.go(this.number - 1);
    if (FORWARD.includes(key)) return () => this.go(this.number + 1);
    if (BACK.includes(key)) return () => this.go(this.number - 1);
    if (key === "Home") return () => this.go(1);
    if (key === "End") return () => this.go(Infinity);
    if (key === "n" || key === "N") return () => this.toggleNotes();
    if (key === "f" || key === "F") return () => this.toggleWhole();
    return null;
  }

  leave() {
    this.tell("left", true);
  }

  toggleNotes() {
    const notes = this.dialog.querySelector(".notes");
    notes.hidden = !notes.hidden;
    this.part("toggle-notes").setAttribute("aria-pressed", String(!notes.hidden));
    this.fit();
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

  paint() {
    const look = this.isDark() ? "dark" : "light";
    for (const [name, colour] of Object.entries(this.data.colours[look])) {
      this.dialog.style.setProperty(name, colour);
    }
    this.dialog.style.colorScheme = look;
    this.part("look").textContent = look === "dark" ? "Light" : "Dark";
  }

  // The panel

  fillPanel() {
    const focused = this.part("panel").querySelector(":focus")?.value;
    fill(this.part("audiences"), "radio", this.data.audiences, (key) => key === this.data.audience);
    fill(this.part("chapters"), "checkbox", this.data.chapters, (key) => this.isChosen(key));
    if (focused) this.part("panel").querySelector(`[value="${focused}"]`)?.focus();
  }

  isChosen(key) {
    return this.chapters === null || this.chapters.includes(key);
  }

  choose(input) {
    if (input.type === "radio") return this.tell("audience", input.value);
    const boxes = [...this.part("chapters").querySelectorAll("input")];
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    if (!ticked.length) input.checked = true; // one slide at least
    else this.keepChapters(ticked);
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
