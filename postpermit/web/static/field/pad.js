/* A field to sign in with a finger; what comes out is a PNG of what was drawn. */
import { button, h } from "./dom.js";
import { changed } from "./store.js";

/* ``onsigned`` answers whether the signature was kept; ``say`` shows a sentence. What is not kept stays on the sheet. */
export function pad(onsigned, say) {
  const sheet = h("canvas", { cls: "pad", width: 640, height: 260, role: "img", "aria-label": "签名区：用手指或鼠标书写" });
  const pen = sheet.getContext("2d");
  let drawn = false;
  const clear = () => { pen.fillStyle = "#fff"; pen.fillRect(0, 0, sheet.width, sheet.height); pen.lineWidth = 4; pen.lineCap = pen.lineJoin = "round"; pen.strokeStyle = "#111"; drawn = false; delete sheet.dataset.unsaved; };
  const at = (event) => { const box = sheet.getBoundingClientRect(); return [((event.clientX - box.left) * sheet.width) / box.width, ((event.clientY - box.top) * sheet.height) / box.height]; };
  sheet.addEventListener("pointerdown", (event) => { say(""); sheet.setPointerCapture(event.pointerId); pen.beginPath(); pen.moveTo(...at(event)); event.preventDefault(); });
  sheet.addEventListener("pointermove", (event) => { if (!event.buttons) return; pen.lineTo(...at(event)); pen.stroke(); drawn = true; sheet.dataset.unsaved = "1"; event.preventDefault(); });
  clear();
  const picture = () => new Promise((resolve) => sheet.toBlob(resolve, "image/png"));
  let busy = false;
  const done = async () => {
    if (busy) return;
    if (!drawn) { say("还没有签名，请先在签名区书写。"); return; }
    say("");
    busy = true;
    const kept = await picture().then((blob) => blob.arrayBuffer()).then(onsigned).catch(() => { say("没有存下：手机存储可能已满，签名还在，请清理后再点一次“保存签名”。"); return false; });
    busy = false;
    if (kept) { clear(); document.activeElement?.blur(); changed(); }
  };
  return h("div", {}, sheet, h("div", { cls: "buttons" }, button("保存签名", done, "button-primary"), button("重写", () => { clear(); say(""); })));
}
