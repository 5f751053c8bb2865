// The speaker's window: notes, the next slide and a clock, while the other window shows the slide alone.
// The presentation writes it and listens to its keys itself, so that nothing is asked of the server, and
// a record that is open in this visit alone is there too.

const SPEAKER = `
  <main>
    <h1 class="unseen">Speaker’s notes</h1>
    <header>
      <p><strong id="elapsed" role="timer" aria-label="Time since the start"></strong> <button type="button" id="restart">Start the clock again</button></p>
      <p id="plan"></p>
      <p>It is <span id="now-time"></span></p>
    </header>
    <section class="now" aria-label="This slide"></section>
    <section class="next"><h2 id="next-title"></h2><div></div></section>
    <section class="notes" aria-label="Speaker’s notes" tabindex="0"></section>
    <nav aria-label="Slides">
      <button type="button" id="back" aria-keyshortcuts="ArrowLeft PageUp">← Back</button>
      <span id="place"></span>
      <button type="button" id="on" aria-keyshortcuts="ArrowRight PageDown">Next →</button>
      <button type="button" id="black" aria-pressed="false" aria-keyshortcuts="B">Black screen</button>
    </nav>
  </main>`;

class Speaker {
  constructor(stage) {
    this.stage = stage;
  }

  isOpen() {
    return Boolean(this.window) && !this.window.closed;
  }

  // Open the window, or bring it to the front; false where the browser refuses one.
  open() {
    if (this.isOpen()) {
      this.window.focus();
      return true;
    }
    this.window = window.open("", "", "popup,width=1180,height=780");
    if (!this.window) return false;
    const { document } = this.window;
    document.title = `Speaker’s notes: ${this.stage.data.title}`;
    document.documentElement.lang = "en";
    const style = document.createElement("style");
    style.textContent = letters() + this.stage.data.speaker_css;
    document.head.append(style);
    document.body.innerHTML = SPEAKER;
    const click = (id, act) => this.part(id).addEventListener("click", act);
    click("back", () => this.stage.turn(-1));
    click("on", () => this.stage.turn(1));
    click("black", () => this.stage.blacken());
    click("restart", () => this.restart());
    this.window.addEventListener("keydown", (event) => this.stage.press(event));
    this.window.addEventListener("resize", () => this.fit());
    this.window.addEventListener("pagehide", () => setTimeout(() => this.stage.speakerLeft()));
    this.ticking = this.window.setInterval(() => this.tick(), 250);
    this.restart();
    this.paint();
    return true;
  }

  close() {
    if (this.isOpen()) this.window.close();
    this.window = null;
  }

  part(id) {
    return this.window.document.getElementById(id);
  }

  restart() {
    this.began = Date.now();
    this.tick();
  }

  tick() {
    if (!this.isOpen()) return;  // a window that is closing ticks once more
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    const now = new Date();
    this.part("elapsed").textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    this.part("now-time").textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
  }

  paint() {
    if (!this.isOpen()) return;
    const root = this.window.document.documentElement;
    for (const [name, colour] of this.stage.paints()) root.style.setProperty(name, colour);
    root.style.colorScheme = this.stage.isDark() ? "dark" : "light";
  }

  show() {
    if (!this.isOpen()) return;
    const { shown, number, data } = this.stage;
    const slides = this.stage.slides();
    const next = slides[number];
    const find = (selector) => this.window.document.querySelector(selector);
    find(".now").innerHTML = shown.html;
    find(".next > div").innerHTML = next?.html ?? "";
    this.part("next-title").textContent = next ? `Next: ${next.title}` : "This is the last slide";
    find(".notes").replaceChildren(...this.stage.notes(shown).map(paragraph));
    find(".notes").scrollTop = 0;
    this.part("place").textContent = `${number} / ${slides.length}`;
    this.part("back").disabled = number === 1;
    this.part("on").disabled = !next;
    this.part("black").setAttribute("aria-pressed", String(this.stage.isBlack()));
    const seconds = Math.round((60 * shown.words) / data.pace / 5) * 5;
    const all = this.stage.minutes(slides.filter((slide) => slide.talk));
    this.part("plan").textContent = `This slide: about ${seconds} seconds. The talk: about ${all}.`;
    this.fit();
  }

  fit() {
    if (!this.isOpen()) return;
    const narrow = this.window.matchMedia("(max-width: 600px)").matches;
    for (const slide of this.window.document.querySelectorAll(".slide")) {
      const room = slide.parentElement;
      slide.style.transform = "";
      room.style.height = "";
      if (narrow) continue;
      // Half of the window at most, so that the notes have the other.
      const high = this.window.innerHeight / 2 / slide.offsetHeight;
      const scale = Math.min(room.clientWidth / slide.offsetWidth, high);
      slide.style.transform = `scale(${scale})`;
      room.style.height = `${slide.offsetHeight * scale}px`;
    }
  }
}

// The page's own letters, for a window that has none: else lines are wider than they were measured.
function letters() {
  return [...document.styleSheets]
    .filter((sheet) => !sheet.href || new URL(sheet.href).origin === location.origin)
    .flatMap((sheet) => [...sheet.cssRules].map((rule) => [rule, sheet.href ?? location.href]))
    .filter(([rule]) => rule instanceof CSSFontFaceRule)
    .map(([rule, base]) => rule.cssText.replace(/url\("([^"]*)"\)/g, (_, at) => `url("${new URL(at, base)}")`))
    .join("\n");
}

function two(number) {
  return String(number).padStart(2, "0");
}
