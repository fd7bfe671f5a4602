/* Committing to a random number: it is made on this device, shown to be kept, and only its digest is sent. Needs draw.js. */
"use strict";
(() => {
  const form = document.querySelector("[data-commit]");
  if (!form || !window.crypto || !window.PostPermitDraw) return;
  const part = (name) => form.querySelector(`[data-commit-${name}]`);
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  const digest = form.dataset.commit === "SM3" ? window.PostPermitDraw.sm3 : window.PostPermitDraw.sha256;
  const said = part("said"), secret = part("secret"), field = form.elements.digest;
  const words = () => `${form.dataset.commitName}\n随机数：${secret.value}\n封存值：${field.value}\n请妥善保管，抽取当日公开随机数时使用。公开之前不要告诉任何人。\n`;
  part("maker").hidden = false;
  const make = () => {
    const bytes = window.crypto.getRandomValues(new Uint8Array(32));
    secret.value = hex(bytes);
    field.value = hex(digest(bytes));
    part("kept").hidden = false;
    part("anew").hidden = true;
    part("sure").checked = false;
    said.textContent = "随机数已在本机产生。请先复制、打印或保存，再提交封存值。";
  };
  /* A number that was printed or saved must not be lost to a second click: making another one is a button of its own. */
  part("make").addEventListener("click", () => {
    if (!secret.value) { make(); return; }
    part("anew").hidden = false;
    said.textContent = "已经产生过随机数。重新产生的话，已复制、打印或保存的那一份就作废了；确要更换，请按“作废原来的，重新产生”。";
  });
  part("anew").addEventListener("click", make);
  part("copy").addEventListener("click", () => {
    secret.select();
    const done = () => { said.textContent = "已复制。"; };
    const by_hand = () => { said.textContent = "浏览器不允许自动复制，请按 Ctrl+C。"; };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(words()).then(done, by_hand); else by_hand();
  });
  part("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([words()], { type: "text/plain" }));
    link.download = "随机数（请保密）.txt";
    link.click();
    URL.revokeObjectURL(link.href);
    said.textContent = "已保存为文件，请移到只有本人能打开的地方。";
  });
  part("print").addEventListener("click", () => {
    document.documentElement.classList.add("print-secret");
    window.print();
    document.documentElement.classList.remove("print-secret");
  });
  form.addEventListener("submit", (event) => {
    if (!secret.value || part("sure").checked) return;
    event.preventDefault();
    event.stopPropagation(); // or app.js would take the button for pressed, and nothing gives it back
    said.textContent = "请先保管好随机数，并勾选“已保管好”。";
  });
})();
