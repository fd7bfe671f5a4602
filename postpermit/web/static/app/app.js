/* Small conveniences. Every page works without this file. */
"use strict";
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-menu]");
  if (!button) return;
  const open = document.getElementById("menu").classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
});
document.addEventListener("keydown", (event) => {
  const typing = /INPUT|TEXTAREA|SELECT/.test(event.target.tagName) || event.target.isContentEditable;
  if (event.key === "/" && !typing) {
    const find = document.getElementById("find");
    if (find) { event.preventDefault(); find.focus(); find.select(); }
  }
  if (event.key === "Escape") document.querySelectorAll("details.clause[open]").forEach((d) => { d.open = false; });
});
/* A second click while the first is on its way would only be answered with the same result. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button && !event.target.hasAttribute("data-again")) setTimeout(() => { button.disabled = true; }, 0);
});
window.addEventListener("pageshow", () => document.querySelectorAll("button[disabled]").forEach((b) => { if (!b.hasAttribute("data-off")) b.disabled = false; }));
/* Dates typed as 20261123 or 1123 become 2026-11-23. */
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches("input[data-date]")) return;
  const digits = field.value.replace(/\D/g, "");
  const year = new Date().getFullYear();
  const full = digits.length === 8 ? digits : digits.length === 4 ? year + digits : "";
  if (full) field.value = `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6, 8)}`;
});
/* A time typed as 0910 or 9:10 becomes that minute of the day that the server has. */
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches("input[data-moment]")) return;
  const found = field.value.trim().match(/^(\d{1,2}):?(\d{2})$/);
  if (found && Number(found[1]) < 24 && Number(found[2]) < 60) field.value = `${field.dataset.moment} ${found[1].padStart(2, "0")}:${found[2]}`;
});
/* A form is never lost to a time-out: what was typed stays on this device until it was sent. */
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = "draft:" + location.pathname + ":" + form.dataset.draft;
  const fields = () => [...form.elements].filter((f) => f.name && !["hidden", "file", "password", "submit"].includes(f.type) && !f.hasAttribute("data-fresh"));
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  if (kept && !form.hasAttribute("data-filled")) {
    fields().forEach((f) => {
      if (!(f.name in kept)) return;
      if (f.type === "checkbox" || f.type === "radio") f.checked = kept[f.name].includes(f.value); else f.value = kept[f.name][0];
    });
  }
  form.addEventListener("input", () => {
    const now = {};
    fields().forEach((f) => {
      if ((f.type === "checkbox" || f.type === "radio") && !f.checked) { now[f.name] = now[f.name] || []; return; }
      if (/涉密|国家秘密/.test(f.value)) return; /* such words are kept nowhere, not even on this device */
      (now[f.name] = now[f.name] || []).push(f.value);
    });
    localStorage.setItem(key, JSON.stringify(now));
  });
  form.addEventListener("submit", () => localStorage.setItem("draft-sent", key));
});
/* Only an answer that says it was saved ends the draft: a log-in page in between does not. */
if (document.querySelector(".note-success") && localStorage.getItem("draft-sent")) {
  localStorage.removeItem(localStorage.getItem("draft-sent"));
  localStorage.removeItem("draft-sent");
}
document.querySelectorAll("[data-print]").forEach((b) => b.addEventListener("click", () => window.print()));
/* Words for a message: copied, and shown where the browser does not allow copying. */
const copied = (box, text) => {
  const say = (done) => { if (box) box.textContent = done ? "已复制，可粘贴到微信。" : "请长按或全选后复制。"; };
  if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(() => say(true), () => say(false)); else say(false);
};
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-copy]");
  if (opener) {
    const field = opener.parentElement.querySelector("textarea");
    copied(opener.parentElement.querySelector("[data-copied]"), field.value);
  }
  const link = event.target.closest("a[data-copy-from]");
  if (!link || !navigator.clipboard || !window.isSecureContext) return;
  event.preventDefault();
  fetch(link.href, { credentials: "same-origin" }).then((answer) => answer.text()).then((text) => {
    const box = document.createElement("div");
    box.className = "note"; box.setAttribute("role", "status");
    document.getElementById("main").prepend(box);
    copied(box, text);
  });
});
/* Ctrl+Enter sends the form that is being filled in. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) { event.preventDefault(); event.target.form.requestSubmit(); }
});
/* Ticking everything in one part of a page at once, and taking it back. */
document.querySelectorAll("[data-tick]").forEach((button) => { button.hidden = false; });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick]");
  if (!button) return;
  const boxes = [...document.querySelectorAll(button.dataset.tick + " .tick input[type=checkbox]")];
  const all = boxes.every((box) => box.checked);
  boxes.forEach((box) => { box.checked = !all; });
});
/* Rows worked through by hand: J and K go to the next and the last one, C, D and X act on the one that is in hand. */
document.addEventListener("keydown", (event) => {
  const typing = /INPUT|TEXTAREA|SELECT/.test(event.target.tagName) && event.target.type !== "checkbox";
  const key = event.key.toLowerCase();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !"jkcdx".includes(key)) return;
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const now = rows.indexOf(event.target.closest("[data-row]") || document.querySelector("[data-row]:target"));
  if (key === "j" || key === "k") {
    const next = rows[now < 0 ? 0 : Math.min(Math.max(now + (key === "j" ? 1 : -1), 0), rows.length - 1)];
    for (let part = next.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    next.focus(); next.scrollIntoView({ block: "center" });
    event.preventDefault();
    return;
  }
  if (now < 0) return;
  event.preventDefault();
  if (key === "x") { const box = rows[now].querySelector(".tick input"); if (box) box.checked = !box.checked; return; }
  const form = rows[now].querySelector(`form[data-draft^="${key === "c" ? "confirm" : "dismiss"}"]`);
  if (!form) return;
  form.closest("details").open = true;
  form.querySelector("input:not([type=hidden]), textarea").focus();
});
/* After an act the page opens where the hand was: what was said stands there too, not far above. */
const landed = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
if (landed && landed.id !== "main") {
  const said = [...document.querySelectorAll("#main > .note-success, #main > .note-error")];
  if (said.length) {
    for (let part = landed.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    said.forEach((note) => landed.before(note));
    if (landed.tabIndex === -1) landed.focus();
    said[0].scrollIntoView({ block: "center" });
  }
}
/* Filters of a long list are folded on a telephone, unless one is set; without this file they stand open. */
if (window.matchMedia("(max-width: 40rem)").matches) document.querySelectorAll('details[data-fold]:not([data-fold="kept"])').forEach((d) => { d.open = false; });
