/* Photos keep their bytes: what the camera gave is what is sent. The picture on the screen is only a small copy. */
import { act } from "./acts.js";
import { button, field, fill, h, holding, note, pill } from "./dom.js";
import { pad } from "./pad.js";
import { bytes, read, write } from "./store.js";
import { status } from "./sync.js";

const LARGEST = 20 * 1024 * 1024;
const FRESH = 120000;
let here = null;
let watched = false;

/* Where the telephone is, if its owner allows it; a photo never waits for it. */
export async function watchPlace() {
  if (watched || !navigator.geolocation || (await read("place")) !== "yes") return;
  watched = true;
  navigator.geolocation.watchPosition((found) => { here = { at: Date.now(), longitude: found.coords.longitude.toFixed(6), latitude: found.coords.latitude.toFixed(6) }; }, () => {}, { enableHighAccuracy: true });
}

async function store(visit, files, more, say) {
  for (const file of files) {
    if (file.size > (status.me?.largest || LARGEST)) { say(`“${file.name}”超过 20 MB，没有保存。请换较小的尺寸拍摄。`); continue; }
    const place = here && Date.now() - here.at < FRESH && !more.from_album ? { longitude: here.longitude, latitude: here.latitude } : {};
    const data = await file.arrayBuffer();
    await act(visit, "picture", { kind: "EVIDENCE", question: "", caption: "", signer: "", name: file.name || "照片.jpg", size: file.size, taken_at: new Date(file.lastModified || Date.now()).toISOString(), ...place, ...more }, { data });
  }
}

function chooser(visit, words, more, say, props) {
  const input = h("input", { type: "file", cls: "visually-hidden", accept: "image/jpeg,image/png", multiple: true, "aria-label": words, onchange: async () => { await store(visit, [...input.files], more(), say); input.value = ""; }, ...props });
  return h("label", { cls: "button" }, input, words);
}

export function photoButtons(visit, question) {
  const wrong = h("span", { cls: "error", role: "alert" });
  const say = (words) => { wrong.textContent = words; };
  watchPlace();
  return [chooser(visit, "拍照", () => ({ question }), say, { capture: "environment" }), chooser(visit, "从相册选", () => ({ question, from_album: true }), say, {}), wrong];
}

export function photos(visit) {
  watchPlace();
  const caption = h("input", { type: "text", maxLength: 200 });
  const wrong = h("p", { cls: "error", role: "alert" });
  const say = (words) => { wrong.textContent = words; };
  const more = (extra) => () => ({ caption: caption.value.trim(), ...extra });
  return [placeChoice(), h("section", { cls: "panel" }, h("h2", {}, "现场照片"), field("说明（可不填）", caption), h("div", { cls: "buttons" },
    chooser(visit, "拍照", more({}), say, { capture: "environment" }), chooser(visit, "从相册选", more({ from_album: true }), say, {})), wrong, shots(visit, "EVIDENCE")),
  signing(visit), h("section", { cls: "panel" }, h("h2", {}, "签字笔录"), h("p", { cls: "small" }, "纸质笔录签完字后，逐页拍下来。也可以回来以后再补。"),
    chooser(visit, "拍签字页", more({ kind: "SIGNED_PAGE" }), say, {}), shots(visit, "SIGNED_PAGE"))];
}

function placeChoice() {
  const box = h("p", { cls: "line small" });
  read("place").then((kept) => fill(box, kept === "yes" ? "照片附上位置。" : "照片不附位置。", button(kept === "yes" ? "不再附位置" : "附上位置", async () => { await write("place", kept === "yes" ? "no" : "yes"); here = null; watchPlace(); box.replaceWith(placeChoice()); })));
  return box;
}

function signing(visit) {
  const signer = h("input", { type: "text", maxLength: 64, autocomplete: "off" });
  const wrong = h("p", { cls: "error", role: "alert" });
  const say = (words) => { wrong.textContent = words; };
  holding(signer);
  signer.addEventListener("input", () => say(""));
  const keep = async (data) => {
    if (!signer.value.trim()) { say("请先写签名人，签名还在。"); signer.focus(); return false; }
    await act(visit, "picture", { kind: "SIGNATURE", question: "", caption: "", signer: signer.value.trim(), name: "签名.png", size: data.byteLength, taken_at: new Date().toISOString() }, { data });
    signer.value = "";
    delete signer.dataset.unsaved;
    return true;
  };
  return h("section", { cls: "panel" }, h("h2", {}, "手写签名"), field("签名人", signer), pad(keep, say), wrong, shots(visit, "SIGNATURE"));
}

function shots(visit, kind) {
  const held = visit.pictures.filter((one) => one.kind === kind);
  return held.length ? h("ul", { cls: "lines shots" }, held.map((one) => h("li", {}, one.waiting ? preview(one.uid) : null, `${one.question || one.caption || one.signer || "照片"}　${one.by}`, pill(one.waiting ? "warning" : "success", one.waiting ? "已存本机，待同步" : "已同步"))))
    : note("info", "还没有。");
}

/* Small, for the screen alone; a scan or a damaged picture simply has none. */
function preview(uid) {
  const sheet = h("canvas", { cls: "preview", width: 128, height: 96, "aria-hidden": "true" });
  bytes(uid).then((data) => createImageBitmap(new Blob([data]), { resizeWidth: 128 })).then((drawn) => {
    sheet.height = Math.min(160, Math.round((128 * drawn.height) / drawn.width));
    sheet.getContext("2d").drawImage(drawn, 0, 0, 128, (128 * drawn.height) / drawn.width);
    drawn.close();
  }).catch(() => sheet.remove());
  return sheet;
}
