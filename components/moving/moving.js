// Moves the dots of a picture from stage to stage, on a click, a button or an arrow key; it stops at
// each stage, and at the last for good. What a stage shows is said too. Over slides it stands in a
// dialog, which the slides open.

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".picture");
  const drawn = JSON.stringify(data);
  if (place.drawn === drawn) return;
  place.drawn = drawn;
  const pictures = data.arrangements.map(drawPicture);
  const [back, next] = [button("←", "Back"), button("→", "Next")];
  const count = node("span"), told = node("p"), controls = node("div");
  told.className = "told";
  told.setAttribute("role", "status");
  controls.className = "controls";
  controls.append(back, count, next, data.dot);
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", data.label);
  place.replaceChildren(
    whichFits(data.arrangements), controls, told, ...pictures.map(({ box }) => box), inWords(data));
  const dialog = parentElement.querySelector("dialog");
  if (dialog) overSlides(dialog, controls);
  const last = data.told.length - 1;
  let stage = 0;

  function go(to) {
    stage = Math.max(0, Math.min(last, to));
    for (const picture of pictures) picture.show(stage);
    count.textContent = `${stage + 1} / ${last + 1}`;
    told.textContent = data.told[stage];
    back.setAttribute("aria-disabled", String(stage === 0));
    next.setAttribute("aria-disabled", String(stage === last));
  }

  back.onclick = () => go(stage - 1);
  next.onclick = () => go(stage + 1);
  for (const { box, number } of pictures.map(({ box }, number) => ({ box, number }))) {
    box.className = `arrangement number-${number}`;
    box.style.setProperty("--widest", `${data.arrangements[number].width}px`);
    box.onclick = () => getSelection().isCollapsed && go(stage + 1);
  }
  place.onkeydown = (event) => {
    const steps = { ArrowRight: stage + 1, ArrowLeft: stage - 1, Home: 0, End: last };
    if (dialog) Object.assign(steps, { PageDown: stage + 1, PageUp: stage - 1 });
    const to = steps[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    go(to);
  };
  go(0);
}

function overSlides(dialog, controls) {
  const close = button("Back to the slides", "Back to the slides");
  close.onclick = () => dialog.close();
  controls.append(close);
  dialog.setAttribute("aria-label", "Who went where");
  dialog.onkeydown = (event) => event.stopPropagation();  // no slide is turned behind it
  document.addEventListener("trial-explorer-who-went-where", ({ detail }) => {
    if (!dialog.isConnected) return;
    dialog.style.colorScheme = detail;
    dialog.showModal();
    controls.querySelectorAll("button")[1].focus();
  });
}

function drawPicture({ svg, stages, unknown, colours, radius }) {
  const box = node("div"), picture = element(svg);
  for (const attribute of ["width", "height", "font-family", "role", "aria-label"]) {
    picture.removeAttribute(attribute);
  }
  for (const told of picture.querySelectorAll("title, desc")) told.remove();
  // The words beside it say the same.
  picture.setAttribute("aria-hidden", "true");
  const dots = stages[0].map(() => element(["circle", { class: "dot", r: radius }, []]));
  const signs = unknown.map((parts) => element(["g", {}, parts]));
  picture.append(...dots, ...signs);
  box.append(picture);
  const show = (stage) => {
    stages[stage].forEach(([x, y, colour], number) => {
      const { style } = dots[number];
      style.transform = `translate(${x}px, ${y}px)`;
      style.fill = colours[colour];
    });
    signs.forEach((sign, number) => { sign.style.display = number === stage ? "" : "none"; });
  };
  return { box, show };
}

function inWords({ told }) {
  const details = node("details"), list = node("ol");
  details.append(node("summary", "The steps in words"), list);
  list.append(...told.map((text) => node("li", text)));
  return details;
}

function button(sign, name) {
  const made = node("button", sign);
  made.type = "button";
  made.setAttribute("aria-label", name);
  return made;
}

function node(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
