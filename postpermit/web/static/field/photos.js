/* Photos keep their bytes: what the camera gave is what is sent. The picture on the screen is only a small copy. */
import { act, refusedOf } from "./acts.js";
import { button, field, fill, h, holding, note, once, pill } from "./dom.js";
import { kept, settled } from "./keeping.js";
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

/* Answers how many were kept. A picture that the disk would not take stays in memory until it is taken a second time. */
async function store(visit, files, more, say) {
  say("");
  let many = 0;
  for (const file of files) {
    if (file.size > (status.me?.largest || LARGEST)) { say(`“${file.name}”超过 20 MB，没有保存。请换较小的尺寸拍摄。`); continue; }
    const place = here && Date.now() - here.at < FRESH && !more.from_album ? { longitude: here.longitude, latitude: here.latitude } : {};
    const said = { kind: "EVIDENCE", question: "", caption: "", signer: "", name: file.name || "照片.jpg", size: file.size, taken_at: new Date(file.lastModified || Date.now()).toISOString(), ...place, ...more };
    let data = null;
    const work = async () => act(visit, "picture", said, { data: (data ||= await file.arrayBuffer()) });
    if (await kept(`picture:${visit.id}:${crypto.randomUUID()}`, work, { say, words: `照片 ${said.question || said.caption || said.name}` })) many += 1;
  }
  return many;
}

function chooser(visit, words, more, say, props, over = () => {}) {
  const input = h("input", { type: "file", cls: "visually-hidden", accept: "image/jpeg,image/png", multiple: true, "aria-label": words, onchange: async () => { const many = await store(visit, [...input.files], more(), say); input.value = ""; if (many) over(); }, ...props });
  return h("label", { cls: "button" }, input, words);
}

/* What the next photo at a question proves: written beforehand, else the question's own words. */
const captions = new Map();

export function photoButtons(visit, one) {
  const key = `${visit.id}:${one.code}`;
  const wrong = h("span", { cls: "error", role: "alert" });
  const say = (words) => { wrong.textContent = words; };
  const caption = h("input", { type: "text", maxLength: 200, value: captions.get(key) || "", "aria-label": `${one.code} 照片说明`, placeholder: "照片证明什么，不写就用这一问的原话" });
  const room = h("div", { cls: "caption", hidden: !captions.has(key) }, caption);
  caption.addEventListener("input", () => captions.set(key, caption.value));
  const more = (extra) => () => ({ question: one.code, caption: caption.value.trim() || one.ask.slice(0, 200), ...extra });
  const over = () => { captions.delete(key); caption.value = ""; room.hidden = true; };
  watchPlace();
  return [h("div", { cls: "line" }, chooser(visit, "拍照", more({}), say, { capture: "environment" }, over), chooser(visit, "从相册选", more({ from_album: true }), say, {}, over),
    button("写照片说明", () => { room.hidden = !room.hidden; if (!room.hidden) caption.focus(); }), wrong), room];
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
  read("place").then((chosen) => fill(box, chosen === "yes" ? "照片附上位置。" : "照片不附位置。", button(chosen === "yes" ? "不再附位置" : "附上位置", async () => { await choosePlace(chosen !== "yes"); box.replaceWith(placeChoice()); })));
  return box;
}

async function choosePlace(yes) {
  await write("place", yes ? "yes" : "no").catch(() => null);
  here = null;
  watchPlace();
}

/* Asked once, when the day's tasks have been loaded; answered "no" it can still be switched on beside the photos. */
export async function askPlace(over) {
  if (!navigator.geolocation || (await read("place"))) return null;
  const choose = (yes) => async () => { await choosePlace(yes); over(); };
  return h("section", { cls: "panel", "aria-label": "拍摄位置" }, h("h2", {}, "照片附上拍摄位置？"), h("p", { cls: "small" }, "附上的，照片证据里写明在哪里拍的；以后可以在“照片签名”里改。"),
    h("div", { cls: "buttons" }, button("附上", choose(true), "button-primary"), button("不附", choose(false))));
}

function signing(visit) {
  const signer = h("input", { type: "text", maxLength: 64, autocomplete: "off" });
  const wrong = h("p", { cls: "error", role: "alert" });
  const say = (words) => { wrong.textContent = words; };
  holding(signer);
  signer.addEventListener("input", () => say(""));
  const keep = async (data) => {
    if (!signer.value.trim()) { say("请先写签名人，签名还在。"); signer.focus(); return false; }
    const said = { kind: "SIGNATURE", question: "", caption: "", signer: signer.value.trim(), name: "签名.png", size: data.byteLength, taken_at: new Date().toISOString() };
    if (!(await kept(`signature:${visit.id}:${said.signer}`, () => act(visit, "picture", said, { data }), { say, words: `手写签名（${said.signer}）` }))) return false;
    signer.value = "";
    delete signer.dataset.unsaved;
    return true;
  };
  return h("section", { cls: "panel" }, h("h2", {}, "手写签名"), field("签名人", signer), pad(keep, say), wrong, shots(visit, "SIGNATURE"));
}

/* What a photo proves may be said later too; the photo stays as it came, and so do the words before. */
function saying(visit, one) {
  const bad = refusedOf(visit, "caption", (payload) => payload.picture === one.uid);
  const words = h("input", { type: "text", maxLength: 200, value: bad?.payload.caption || one.caption || "", "aria-label": "照片证明什么" });
  const wrong = h("p", { cls: "error", role: "alert" }, bad ? `没有收下：${bad.reason}` : "");
  const say = (told) => { wrong.textContent = told; };
  holding(words);
  const keep = async () => {
    const caption = words.value.trim();
    if (!caption) { say("请写明照片证明什么。"); return false; }
    const done = await kept(`caption:${visit.id}:${one.uid}`, () => act(visit, "caption", { picture: one.uid, caption, was: one.caption || "" }, { replaces: bad?.seq }), { say, words: `照片说明：${caption}` });
    if (done) settled(words);
    return done;
  };
  const room = h("div", { cls: "caption", hidden: !bad }, words, once("存下说明", keep), wrong);
  return [button("改说明", () => { room.hidden = !room.hidden; if (!room.hidden) words.focus(); }), room];
}

function shots(visit, kind) {
  const held = visit.pictures.filter((one) => one.kind === kind);
  return held.length ? h("ul", { cls: "lines shots" }, held.map((one) => h("li", {}, one.waiting ? preview(one.uid) : null, `${[one.question, one.caption, one.signer].filter(Boolean).join("　") || "照片"}　${one.by}`, pill(one.waiting ? "warning" : "success", one.waiting ? "已存本机，待同步" : "已同步"), one.reworded ? pill("warning", "说明待同步") : null, kind === "EVIDENCE" ? saying(visit, one) : null)))
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
