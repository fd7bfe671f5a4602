/* A field to sign in with a finger; what comes out is a PNG of what was drawn. */
import { button, h } from "./dom.js";

export function pad(onsigned) {
  const sheet = h("canvas", { cls: "pad", width: 640, height: 260, role: "img", "aria-label": "签名区：用手指或鼠标书写" });
  const pen = sheet.getContext("2d");
  let drawn = false;
  const clear = () => { pen.fillStyle = "#fff"; pen.fillRect(0, 0, sheet.width, sheet.height); pen.lineWidth = 4; pen.lineCap = pen.lineJoin = "round"; pen.strokeStyle = "#111"; drawn = false; };
  const at = (event) => { const box = sheet.getBoundingClientRect(); return [((event.clientX - box.left) * sheet.width) / box.width, ((event.clientY - box.top) * sheet.height) / box.height]; };
  sheet.addEventListener("pointerdown", (event) => { sheet.setPointerCapture(event.pointerId); pen.beginPath(); pen.moveTo(...at(event)); event.preventDefault(); });
  sheet.addEventListener("pointermove", (event) => { if (!event.buttons) return; pen.lineTo(...at(event)); pen.stroke(); drawn = true; event.preventDefault(); });
  clear();
  const done = () => drawn && sheet.toBlob(async (blob) => { await onsigned(await blob.arrayBuffer()); clear(); }, "image/png");
  return h("div", {}, sheet, h("div", { cls: "buttons" }, button("保存签名", done, "button-primary"), button("重写", clear)));
}
