/* Elements from plain calls; text is always text, never markup. */
export function h(tag, props = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value") made.value = value;
    else if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name === "cls" ? "class" : name, value === true ? "" : value);
  }
  made.append(...inside.flat(9).filter((part) => part !== null && part !== undefined && part !== false));
  return made;
}

export const fill = (place, ...inside) => place.replaceChildren(...inside.flat(9).filter(Boolean));
export const button = (label, onclick, tone = "") => h("button", { type: "button", cls: `button ${tone}`, onclick }, label);
/* A button that works once at a time; where the work says that it is done, it rests until the page is renewed. */
export function once(label, work, tone = "") {
  const made = button(label, async () => {
    if (made.dataset.busy) return;
    made.dataset.busy = "1";
    const done = await work();
    if (done) made.disabled = true;
    else delete made.dataset.busy;
  }, tone);
  return made;
}
export const pill = (tone, words) => h("span", { cls: `pill pill-${tone}` }, words);
export const note = (tone, ...inside) => h("div", { cls: `note note-${tone}`, role: tone === "error" ? "alert" : "status" }, ...inside);

/* What somebody began and has not kept yet: the page is not renewed under it. */
export const holding = (control) => control.addEventListener("input", () => { if (control.value) control.dataset.unsaved = "1"; else delete control.dataset.unsaved; });
export const unsaved = (place) => Boolean(place.querySelector("[data-unsaved]"));

let counter = 0;
export function field(label, control, help) {
  control.id ||= `f${(counter += 1)}`;
  return h("div", { cls: "field" }, h("label", { for: control.id }, label), help && h("p", { cls: "help" }, help), control);
}

/* A choice for the thumb: one radio per option, the label is the target. */
export function segments(legend, options, value, onpick, hidden = true) {
  const name = `s${(counter += 1)}`;
  return h("fieldset", { cls: "field" }, h("legend", { cls: hidden ? "visually-hidden" : "" }, legend), h("div", { cls: "segments thumb" },
    options.map(([code, label]) => h("label", {}, h("input", { type: "radio", name, value: code, checked: code === value, onchange: () => onpick(code) }), h("span", {}, label)))));
}

export const copyOf = (stamp) => (stamp ? new Date(stamp).toLocaleString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).replaceAll("/", "-") : "");
export const clock = (stamp) => copyOf(stamp).slice(-5);
