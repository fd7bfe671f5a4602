/* The list with its questions: 未查 until somebody says otherwise; two versions are shown until one is chosen. */
import { act, draft, refusedOf } from "./acts.js";
import { button, clock, fill, h, note, pill, segments } from "./dom.js";
import { kept, NOT_KEPT, unkept } from "./keeping.js";
import { photoButtons } from "./photos.js";
import { changed, forget } from "./store.js";
import { inWords, label, lacks, RESULTS, WORDED } from "./words.js";

const folded = new Set();
const codesOf = (groups) => groups.flatMap((group) => group.items.flatMap((item) => item.questions.map((one) => one.code)));

export function checklist(visit, list) {
  return [h("p", { cls: "small progress", id: "progress" }, progress(visit, list)), h("div", { cls: "questions" }, list.groups.map((group) => folding(visit, group)))];
}

function folding(visit, group) {
  const key = `${visit.id}:${group.label}`;
  return h("details", { cls: "group", open: !folded.has(key), ontoggle: (event) => (event.target.open ? folded.delete(key) : folded.add(key)) },
    h("summary", {}, h("h2", {}, group.label), h("span", { cls: "small counted" }, counted(visit, group))),
    group.items.map((item) => h("section", { cls: "item" }, h("h3", {}, `${item.code} ${item.label}`), item.questions.map((one) => card(visit, one)))));
}

const versions = (visit, code) => visit.answers[code] || [];

/* As the desk counts it: of two versions none stands before one is chosen; what waits for its words is not answered yet. */
export function stands(visit, code) {
  const held = versions(visit, code);
  if (held.length > 1 || visit.lacking[code]) return "NOT_CHECKED";
  return held[0]?.result || (visit.aside[code] ? "NOT_APPLICABLE" : "NOT_CHECKED");
}

const leftOf = (visit, codes) => codes.filter((code) => stands(visit, code) === "NOT_CHECKED").length;
const counted = (visit, group) => { const codes = codesOf([group]); return `已查 ${codes.length - leftOf(visit, codes)}／${codes.length}`; };

function progress(visit, list) {
  const codes = codesOf(list.groups);
  const left = leftOf(visit, codes);
  const wordless = codes.filter((code) => visit.lacking[code]).length;
  const twice = codes.filter((code) => versions(visit, code).length > 1).length;
  return `共 ${codes.length} 问，已查 ${codes.length - left}，未查 ${left}。${wordless ? `其中 ${wordless} 问需补充说明。` : ""}${twice ? `其中 ${twice} 问有两个版本待选定。` : ""}`;
}

function card(visit, one) {
  const made = h("article", { cls: "panel question", "data-code": one.code, "aria-label": one.code });
  return draw(made, visit, one);
}

const seen = (visit, code) => JSON.stringify([versions(visit, code), pictures(visit, code), visit.lacking[code], refusedAt(visit, code)?.reason]);
const refusedAt = (visit, code) => refusedOf(visit, "answer", (payload) => payload.question === code);
const keyOf = (visit, code) => `draft:${visit.id}:${code}`;

/* Each change carries the version that is on the screen, so that nobody is written over unseen. */
function draw(made, visit, one) {
  made.one = one;
  made.seen = seen(visit, one.code);
  const two = versions(visit, one.code).length > 1;
  fill(made, h("p", { cls: "ask" }, h("strong", {}, `${one.code} `), one.ask), visit.aside[one.code] ? h("p", { cls: "small" }, `一般不适用：${visit.aside[one.code]}。实际适用的请改选。`) : null,
    h("details", { cls: "look" }, h("summary", {}, "看什么、依据"), h("p", {}, one.look), one.bases.length ? h("ul", { cls: "lines small" }, one.bases.map((line) => h("li", {}, line))) : null),
    two ? choose(visit, one) : answering(made, visit, one), photoButtons(visit, one), state(visit, one.code));
  return made;
}

function answering(made, visit, one) {
  const last = versions(visit, one.code)[0];
  const wordless = visit.lacking[one.code];
  const key = keyOf(visit, one.code);
  const bad = refusedAt(visit, one.code);
  /* What the disk would not take, and what the server would not take, stay as they were said. */
  const begun = unkept(key) || bad?.payload;
  /* One after the other, each on the one before: two quick touches must not look like two telephones. */
  const base = (made.base ||= { uid: "", turn: Promise.resolve(), waiting: 0 });
  if (!base.waiting) base.uid = last?.uid || "";
  const words = h("textarea", { rows: 2, "aria-label": `${one.code} 情况说明`, placeholder: "情况说明", value: begun ? begun.note : wordless ? "" : last?.note || "" });
  const said = () => ({ question: one.code, result: made.result, note: words.value.trim() });
  let wait = null;
  made.result = begun?.result || wordless?.result || stands(visit, one.code);
  const hint = h("p", { cls: "error" });
  const tell = () => { hint.textContent = words.value.trim() ? "" : WORDED[made.result] || ""; };
  const lost = h("p", { cls: "error", role: "alert" }, unkept(key) ? NOT_KEPT : bad ? `没有收下：${bad.reason}` : "");
  const say = (told) => { lost.textContent = told; };
  const mark = (tone, told) => made.querySelector(".held")?.replaceChildren(pill(tone, told));
  const keeping = async (now) => {
    /* Without its words it stays here; the act is made when they are written. */
    if (lacks(now)) { await draft(key, visit, now, base.uid); changed(); return; }
    base.uid = await act(visit, "answer", now, { basedOn: base.uid, draft: key, replaces: bad?.seq });
    mark("warning", "已存本机，待同步");
  };
  const save = (now = said()) => {
    clearTimeout(wait);
    tell();
    base.waiting += 1;
    base.turn = base.turn.then(() => kept(key, () => keeping(now), { say, words: inWords("answer", now), what: now, again: () => save(now) }))
      .then((done) => { if (!done) mark("danger", "没有存下"); }).finally(() => { base.waiting -= 1; });
    return base.turn;
  };
  words.addEventListener("input", () => {
    clearTimeout(wait);
    tell();
    const now = said();
    wait = setTimeout(() => kept(key, () => draft(key, visit, now, base.uid), { say, words: inWords("answer", now), what: now, again: () => save(now) }), 250);
  });
  words.addEventListener("change", () => (words.value.trim() === (last?.note || "") && !made.changed && !wordless && !begun && !unkept(key) ? forget(key).catch(() => null) : save()));
  words.addEventListener("blur", () => setTimeout(changed));
  tell();
  const choice = segments(`${one.code} 结果`, RESULTS, made.result, (code) => { made.result = code; made.changed = true; save(); });
  /* Tapped once more, a result that could not be kept is tried again: for the browser nothing changed by it. */
  choice.addEventListener("click", (event) => { if (event.target.value && event.target.value === unkept(key)?.result) save(); });
  return [choice, words, hint, lost];
}

function choose(visit, one) {
  const held = versions(visit, one.code);
  const lost = h("p", { cls: "error", role: "alert" });
  const say = (told) => { lost.textContent = told; };
  return [note("warning", "两台设备填得不一样，请选定一个版本。"), lost, held.map((version) => h("div", { cls: "version" },
    h("p", {}, h("strong", {}, label(RESULTS, version.result)), version.note ? `　${version.note}` : ""), h("p", { cls: "small" }, `${version.by}　${clock(version.told_at || version.received_at)}`),
    button("采用这个版本", () => kept(`settle:${visit.id}:${one.code}`, () => act(visit, "settle", { question: one.code, uid: version.uid, over: held.filter((other) => other !== version).map((other) => other.uid) }), { say, words: `选定版本 ${one.code}` }))))];
}

const pictures = (visit, code) => visit.pictures.filter((one) => one.question === code);

function state(visit, code) {
  const shots = pictures(visit, code);
  const held = unkept(keyOf(visit, code)) ? pill("danger", "没有存下") : refusedAt(visit, code) ? pill("danger", "需处理") : visit.lacking[code] ? pill("danger", "需补充说明，未同步") : visit.waiting.has(code) ? pill("warning", "已存本机，待同步") : versions(visit, code).length ? pill("success", "已同步") : null;
  return h("p", { cls: "line" }, h("span", { cls: "held" }, held || ""), shots.length ? pill("info", `照片 ${shots.length}`) : null);
}

/* After a receipt: a card that is being written in keeps its words and learns only on what it stands. */
export function freshen(place, load, visit) {
  const line = place.querySelector("#progress");
  if (line) line.textContent = progress(visit, load.lists[visit.list]);
  place.querySelectorAll(".counted").forEach((count, at) => { count.textContent = counted(visit, load.lists[visit.list].groups[at]); });
  for (const made of place.querySelectorAll(".question")) {
    const code = made.dataset.code;
    /* What the disk would not take stays in the card until it is kept. */
    if (made.seen === seen(visit, code) || unkept(keyOf(visit, code))) continue;
    /* Words that are being typed are never taken away, not even for a second version: it shows when they are done. */
    const writing = made.contains(document.activeElement) && document.activeElement.matches("textarea, input[type=text]");
    if (writing) {
      if (versions(visit, code).length === 1 && !made.base.waiting) made.base.uid = versions(visit, code)[0].uid;
      made.querySelector(".held")?.closest("p").replaceWith(state(visit, code));
    } else {
      const picked = made.contains(document.activeElement) && document.activeElement.type === "radio";
      draw(made, visit, made.one);
      if (picked) made.querySelector("input[type=radio]:checked")?.focus({ preventScroll: true });
    }
  }
}
