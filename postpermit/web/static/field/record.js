/* The record's elements, who came along, the code, when it began and how it ended. */
import { act, refusedOf } from "./acts.js";
import { stands } from "./checklist.js";
import { button, copyOf, field, h, holding, note, once, pill, segments } from "./dom.js";
import { kept, NOT_KEPT, settled, unkept } from "./keeping.js";
import { serverNow, status } from "./sync.js";
import { label, RESULTS } from "./words.js";

const YES = [["是", "是"], ["否", "否"]];
const clockOf = (moment) => new Date(moment + 8 * 3600000).toISOString().slice(0, 16);
const zoned = (local) => (local ? `${local}:00+08:00` : "");
const error = () => h("p", { cls: "error", role: "alert" });
const into = (line) => (words) => { line.textContent = words; };
const refusal = (held) => (held ? note("error", `没有收下：${held.reason}`, h("p", { cls: "small" }, "改好后再点一次，原来的一条随之替换。")) : null);

/* A time: what was refused comes again as it was typed, else the present hour, set right by what is known of the clock. */
function hour(words, typed) {
  const when = h("input", { type: "datetime-local", value: typed ? typed.slice(0, 16) : clockOf(serverNow()) });
  holding(when);
  const meant = typed ? `；原来填的 ${typed.slice(11, 16)} 如果照的是本机时钟，实际是 ${clockOf(Date.parse(typed) - status.skew * 60000).slice(-5)}` : "";
  const apart = status.skew ? `本机时钟${status.skew > 0 ? "快" : "慢"} ${Math.abs(status.skew)} 分钟，现在实际是 ${clockOf(serverNow()).slice(-5)}${meant}。` : null;
  return [when, field(words, when, apart)];
}

export function recording(visit, list, load) {
  const parts = [...new Set(load.elements.map((one) => one.part))];
  if (visit.closed) return [coding(visit), starting(visit), closed(visit, load)];
  return [coding(visit), starting(visit), along(visit, load), parts.map((part) => h("section", { cls: "panel form" }, h("h2", {}, part), load.elements.filter((one) => one.part === part).map((one) => element(visit, one, load.element_mark))))];
}

/* What was signed stays as it was signed. */
function closed(visit, load) {
  const rows = load.elements.filter((one) => visit.record[one.code]).map((one) => [h("dt", {}, one.label), h("dd", { cls: "multiline" }, visit.record[one.code])]);
  const people = visit.participants.map((one) => `${one.name}（${label(load.people, one.kind)}）`).join("、");
  return h("section", { cls: "panel" }, h("h2", {}, "笔录已签字"), note("info", "签字笔录已拍照，笔录要素和参加人不再改动。"), h("dl", { cls: "facts" }, people ? [h("dt", {}, "参加人"), h("dd", {}, people)] : null, rows));
}

/* The number that the city's own system gave: often had only at the gate. */
function coding(visit) {
  const bad = refusedOf(visit, "code");
  const code = h("input", { type: "text", maxLength: 64, autocomplete: "off", autocapitalize: "off", value: bad?.payload.code ?? visit.code });
  const wrong = error();
  holding(code);
  const keep = async () => {
    const said = code.value.trim();
    if (!said) { wrong.textContent = "请填写检查码。"; return false; }
    if (said === visit.code && !bad) return false;
    const done = await kept(`code:${visit.id}`, () => act(visit, "code", { code: said, was: visit.code }, { replaces: bad?.seq }), { say: into(wrong), words: `检查码：${said}` });
    if (done) settled(code);
    return done;
  };
  return h("section", { cls: "panel form" }, h("h2", {}, "检查码"), refusal(bad), field("市系统给出的检查码", code, visit.code ? "取得后又有变化的，改后再登记。" : "现场检查要先在市系统取得检查码，再开始检查。"), wrong, h("div", {}, once("登记检查码", keep)));
}

function starting(visit) {
  if (visit.started_at) return h("section", { cls: "panel" }, h("h2", {}, "开始"), h("p", {}, `检查开始：${copyOf(visit.started_at)}`));
  const bad = refusedOf(visit, "start");
  const [when, shown] = hour("检查开始时间", bad?.payload.started_at);
  const wrong = error();
  const keep = async () => {
    if (!when.value) { wrong.textContent = "请填写检查开始时间。"; return false; }
    const started = { started_at: zoned(when.value) };
    const done = await kept(`start:${visit.id}`, () => act(visit, "start", started, { replaces: bad?.seq }), { say: into(wrong), words: `开始检查 ${when.value.replace("T", " ")}` });
    if (done) settled(when);
    return done;
  };
  return h("section", { cls: "panel form" }, h("h2", {}, "开始"), refusal(bad), visit.code ? null : note("warning", "还没有检查码：现场检查要先在市系统取得检查码，没有的同步时会退回。"), shown, wrong,
    h("div", {}, once("开始检查", keep, "button-primary")));
}

function along(visit, load) {
  const bad = refusedOf(visit, "participant");
  const name = h("input", { type: "text", maxLength: 32, autocomplete: "off", value: bad?.payload.name || "" });
  const body = h("input", { type: "text", maxLength: 100, autocomplete: "off", value: bad?.payload.body || "" });
  let kind = bad?.payload.kind || "UNIT";
  holding(name);
  const wrong = error();
  const keep = async () => {
    const said = { kind, name: name.value.trim(), body: body.value.trim() };
    if (!said.name) { wrong.textContent = "请写姓名。"; return false; }
    const done = await kept(`participant:${visit.id}:${kind}:${said.name}`, () => act(visit, "participant", said, { replaces: bad?.seq }), { say: into(wrong), words: `参加人：${said.name}` });
    if (done) { name.value = body.value = ""; settled(name); }
    return false;
  };
  return h("section", { cls: "panel form" }, h("h2", {}, "参加人"), visit.participants.length ? h("ul", { cls: "lines" }, visit.participants.map((one) => h("li", {}, `${one.name}　${label(load.people, one.kind)}　${one.body}`, one.waiting ? pill("warning", "待同步") : null))) : null, refusal(bad),
    segments("身份", load.people, kind, (code) => { kind = code; }, false), field("姓名", name), field("单位和职务", body), wrong, h("div", {}, once("登记参加人", keep)));
}

function element(visit, one, mark) {
  const asked = mark + one.code;
  const held = visit.answers[asked] || [];
  if (held.length > 1) return two(visit, one, asked, held);
  const key = `record:${visit.id}:${one.code}`;
  const bad = refusedOf(visit, "record", (payload) => payload.element === one.code);
  const lost = unkept(key);
  const was = lost?.text ?? bad?.payload.text ?? visit.record[one.code] ?? "";
  const wrong = error();
  const made = h("div");
  let base = held[0]?.uid || "";
  let before = visit.record[one.code] || "";
  let turn = Promise.resolve();
  const save = (text) => (turn = turn.then(async () => {
    if (text === before && !bad) return;
    const more = { basedOn: base, replaces: bad?.seq };
    const uid = await kept(key, () => act(visit, "record", { element: one.code, label: one.label, text, was: before }, more), { say: into(wrong), words: one.label, what: { text }, again: () => save(text) });
    if (uid) { base = uid; before = text; delete made.dataset.unsaved; } else made.dataset.unsaved = "1";
  }));
  if (lost) wrong.textContent = NOT_KEPT;
  const words = h("textarea", { rows: 1, value: was });
  words.addEventListener("change", () => save(words.value.trim()));
  made.append(one.kind === "yes" ? segments(one.label, YES, was, save, false) : field(one.label, words), wrong);
  if (bad) made.prepend(refusal(bad));
  return made;
}

function two(visit, one, asked, held) {
  const wrong = error();
  return h("div", { cls: "field" }, h("p", { cls: "label" }, one.label), note("warning", "两台设备填得不一样，请选定一个版本。"), held.map((version) => h("div", { cls: "version" }, h("p", {}, version.note || "（空）"), h("p", { cls: "small" }, version.by),
    button("采用这个版本", () => kept(`settle:${visit.id}:${asked}`, () => act(visit, "settle", { question: asked, uid: version.uid, over: held.filter((other) => other !== version).map((other) => other.uid) }), { say: into(wrong), words: `选定版本：${one.label}` })))), wrong);
}

function wordless(visit) {
  const codes = Object.keys(visit.lacking);
  return codes.length ? h("li", { cls: "error" }, `有 ${codes.length} 问选了不符合或不适用，需补充说明：${codes.join("、")}。写明以前不同步，办公室看不到。`) : null;
}

export function ending(visit, list, load) {
  if (visit.state === "ENDED") return h("section", { cls: "panel" }, h("h2", {}, "已结束"), h("p", {}, `${copyOf(visit.ended_at)}　${label(load.outcomes, visit.outcome)}`), h("p", { cls: "multiline" }, visit.conclusion), h("ul", { cls: "lines" }, wordless(visit)), h("p", { cls: "small" }, "还可以补拍照片和签字页，补填检查单；办结在办公室电脑上办理。"));
  return [leavingNow(visit, list), finishing(visit, load)];
}

function leavingNow(visit, list) {
  const codes = list.groups.flatMap((group) => group.items.flatMap((item) => item.questions.map((one) => one.code)));
  const left = codes.filter((code) => stands(visit, code) === "NOT_CHECKED" && !visit.lacking[code]);
  const failed = codes.filter((code) => stands(visit, code) === "FAILS");
  const twice = Object.values(visit.answers).filter((held) => held.length > 1).length;
  return h("section", { cls: "panel" }, h("h2", {}, "离开前看一眼"), h("ul", { cls: "lines" },
    h("li", {}, left.length ? `还有 ${left.length} 问未查：${left.slice(0, 12).join("、")}${left.length > 12 ? "……" : ""}` : "检查单都查过了。"),
    h("li", {}, failed.length ? `${label(RESULTS, "FAILS")} ${failed.length} 问：${failed.join("、")}` : "没有不符合。"), wordless(visit), twice ? h("li", {}, `有 ${twice} 处两个版本，请选定一个。`) : null,
    h("li", {}, visit.pictures.some((one) => one.kind === "SIGNED_PAGE") ? "签字笔录已拍。" : "签字笔录还没有拍，可以以后补。"), visit.started_at ? null : h("li", { cls: refusedOf(visit, "start") ? "error" : "" }, refusedOf(visit, "start") ? "开始时间没有收下，请到“笔录”改正。" : "还没有登记开始时间（无人、关闭、搬迁的可以不登记）。")));
}

function finishing(visit, load) {
  const bad = refusedOf(visit, "finish");
  const [when, shown] = hour("检查结束时间", bad?.payload.ended_at);
  const words = h("textarea", { rows: 4, maxLength: 2000, value: bad?.payload.conclusion || "" });
  const wrong = error();
  let outcome = bad?.payload.outcome || "";
  holding(words);
  const keep = async () => {
    if (!outcome || !when.value) { wrong.textContent = "请选择检查结局和结束时间。"; return false; }
    const said = { outcome, conclusion: words.value.trim(), ended_at: zoned(when.value) };
    const done = await kept(`finish:${visit.id}`, () => act(visit, "finish", said, { replaces: bad?.seq }), { say: into(wrong), words: `结束检查 ${when.value.replace("T", " ")}` });
    if (done) settled(words, when);
    return done;
  };
  return h("section", { cls: "panel form" }, h("h2", {}, "结束检查"), refusal(bad), segments("检查结局", load.outcomes, outcome, (code) => { outcome = code; words.dataset.unsaved = "1"; wrong.textContent = ""; }, false), field("检查结论", words), shown, wrong, h("div", {}, once("结束检查", keep, "button-primary")));
}
