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
/* A form is never lost to a time-out: what was typed stays on this device until it was sent. */
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = "draft:" + location.pathname + ":" + form.dataset.draft;
  const fields = () => [...form.elements].filter((f) => f.name && !["hidden", "file", "password", "submit"].includes(f.type));
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
