/* A visit of the plan dragged onto another week: its effect is shown first, and only the form below it changes anything.
   Without this file, and on a telephone, the link beside each visit leads to the same page with a list of weeks. */
"use strict";
(() => {
  // The year begins in January, the work in this week.
  const now = document.querySelector(".week-board [data-now]");
  if (now) now.parentElement.scrollTop += now.getBoundingClientRect().top - now.parentElement.getBoundingClientRect().top - 60;
  const panel = document.getElementById("move-panel");
  if (!panel) return;
  let dragged = "";
  document.addEventListener("dragstart", (event) => {
    const row = event.target.closest("[data-visit]");
    if (!row) return;
    dragged = row.dataset.visit;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  });
  document.addEventListener("dragend", () => { dragged = ""; mark(null); });
  const mark = (week) => document.querySelectorAll("[data-week]").forEach((w) => w.classList.toggle("drop", w === week));
  document.addEventListener("dragover", (event) => {
    const week = dragged && event.target.closest("[data-week]");
    if (!week) return;
    event.preventDefault();
    mark(week);
  });
  document.addEventListener("drop", (event) => {
    const week = dragged && event.target.closest("[data-week]");
    if (!week) return;
    event.preventDefault();
    show(`${dragged}?week=${week.dataset.week}`);
  });
  const show = async (address) => {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) { location.href = address; return; }
    panel.innerHTML = await answer.text();
    panel.hidden = false;
    panel.scrollIntoView({ block: "center" });
    panel.focus();
  };
})();
