/* The record's elements, who came along, when it began and how it ended. */
import { act } from "./acts.js";
import { stands } from "./checklist.js";
import { button, copyOf, field, h, holding, note, pill, segments } from "./dom.js";
import { label, RESULTS } from "./words.js";

const YES = [["是", "是"], ["否", "否"]];
const now = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 16);
const zoned = (local) => (local ? `${local}:00+08:00` : "");

export function recording(visit, list, load) {
  const parts = [...new Set(load.elements.map((one) => one.part))];
  if (visit.pictures.some((one) => one.kind === "SIGNED_PAGE")) return [starting(visit), closed(visit, load)];
  return [starting(visit), along(visit, load), parts.map((part) => h("section", { cls: "panel form" }, h("h2", {}, part), load.elements.filter((one) => one.part === part).map((one) => element(visit, one, load.element_mark))))];
}

/* What was signed stays as it was signed. */
function closed(visit, load) {
  const rows = load.elements.filter((one) => visit.record[one.code]).map((one) => [h("dt", {}, one.label), h("dd", { cls: "multiline" }, visit.record[one.code])]);
  const people = visit.participants.map((one) => `${one.name}（${label(load.people, one.kind)}）`).join("、");
  return h("section", { cls: "panel" }, h("h2", {}, "笔录已签字"), note("info", "签字笔录已拍照，笔录要素和参加人不再改动。"), h("dl", { cls: "facts" }, people ? [h("dt", {}, "参加人"), h("dd", {}, people)] : null, rows));
}

function starting(visit) {
  if (visit.started_at) return h("section", { cls: "panel" }, h("h2", {}, "开始"), h("p", {}, `检查开始：${copyOf(visit.started_at)}`));
  const when = h("input", { type: "datetime-local", value: now() });
  return h("section", { cls: "panel form" }, h("h2", {}, "开始"), visit.code ? null : note("warning", "还没有检查码：现场检查要先在市系统取得检查码，没有的同步时会退回。"), field("检查开始时间", when),
    h("div", {}, button("开始检查", () => when.value && act(visit, "start", { started_at: zoned(when.value) }), "button-primary")));
}

function along(visit, load) {
  const name = h("input", { type: "text", maxLength: 32, autocomplete: "off" });
  const body = h("input", { type: "text", maxLength: 100, autocomplete: "off" });
  let kind = "UNIT";
  holding(name);
  const wrong = h("p", { cls: "error", role: "alert" });
  const keep = async () => {
    if (!name.value.trim()) { wrong.textContent = "请写姓名。"; return; }
    const said = { kind, name: name.value.trim(), body: body.value.trim() };
    name.value = body.value = "";
    delete name.dataset.unsaved;
    document.activeElement?.blur();
    await act(visit, "participant", said);
  };
  return h("section", { cls: "panel form" }, h("h2", {}, "参加人"), visit.participants.length ? h("ul", { cls: "lines" }, visit.participants.map((one) => h("li", {}, `${one.name}　${label(load.people, one.kind)}　${one.body}`, one.waiting ? pill("warning", "待同步") : null))) : null,
    segments("身份", load.people, kind, (code) => { kind = code; }, false), field("姓名", name), field("单位和职务", body), wrong, h("div", {}, button("登记参加人", keep)));
}

function element(visit, one, mark) {
  const asked = mark + one.code;
  const held = visit.answers[asked] || [];
  const was = visit.record[one.code] || "";
  if (held.length > 1) return two(visit, one, asked, held);
  let base = held[0]?.uid || "";
  let before = was;
  let turn = Promise.resolve();
  const save = (text) => {
    if (text === before) return;
    const seen = before;
    before = text;
    turn = turn.then(async () => { base = await act(visit, "record", { element: one.code, label: one.label, text, was: seen }, { basedOn: base }); });
  };
  if (one.kind === "yes") return segments(one.label, YES, was, save, false);
  const words = h("textarea", { rows: 1, value: was });
  words.addEventListener("change", () => save(words.value.trim()));
  return field(one.label, words);
}

function two(visit, one, asked, held) {
  return h("div", { cls: "field" }, h("p", { cls: "label" }, one.label), note("warning", "两台设备填得不一样，请选定一个版本。"), held.map((version) => h("div", { cls: "version" }, h("p", {}, version.note || "（空）"), h("p", { cls: "small" }, version.by),
    button("采用这个版本", () => act(visit, "settle", { question: asked, uid: version.uid, over: held.filter((other) => other !== version).map((other) => other.uid) })))));
}

function wordless(visit) {
  const codes = Object.keys(visit.lacking);
  return codes.length ? h("li", { cls: "error" }, `有 ${codes.length} 问选了不符合或不适用，需补充说明：${codes.join("、")}。写明以前不同步，办公室看不到。`) : null;
}

export function ending(visit, list, load) {
  if (visit.state === "ENDED") return h("section", { cls: "panel" }, h("h2", {}, "已结束"), h("p", {}, `${copyOf(visit.ended_at)}　${label(load.outcomes, visit.outcome)}`), h("p", { cls: "multiline" }, visit.conclusion), h("ul", { cls: "lines" }, wordless(visit)), h("p", { cls: "small" }, "还可以补拍照片和签字页，补填检查单；办结在办公室电脑上办理。"));
  const codes = list.groups.flatMap((group) => group.items.flatMap((item) => item.questions.map((one) => one.code)));
  const left = codes.filter((code) => stands(visit, code) === "NOT_CHECKED" && !visit.lacking[code]);
  const failed = codes.filter((code) => stands(visit, code) === "FAILS");
  const twice = Object.values(visit.answers).filter((held) => held.length > 1).length;
  const when = h("input", { type: "datetime-local", value: now() });
  const words = h("textarea", { rows: 4, maxLength: 2000 });
  const wrong = h("p", { cls: "error", role: "alert" });
  let outcome = "";
  holding(words);
  const keep = async () => {
    if (!outcome || !when.value) { wrong.textContent = "请选择检查结局和结束时间。"; return; }
    delete words.dataset.unsaved;
    document.activeElement?.blur();
    await act(visit, "finish", { outcome, conclusion: words.value.trim(), ended_at: zoned(when.value) });
  };
  return [h("section", { cls: "panel" }, h("h2", {}, "离开前看一眼"), h("ul", { cls: "lines" },
    h("li", {}, left.length ? `还有 ${left.length} 问未查：${left.slice(0, 12).join("、")}${left.length > 12 ? "……" : ""}` : "检查单都查过了。"),
    h("li", {}, failed.length ? `${label(RESULTS, "FAILS")} ${failed.length} 问：${failed.join("、")}` : "没有不符合。"), wordless(visit), twice ? h("li", {}, `有 ${twice} 处两个版本，请选定一个。`) : null,
    h("li", {}, visit.pictures.some((one) => one.kind === "SIGNED_PAGE") ? "签字笔录已拍。" : "签字笔录还没有拍，可以以后补。"), visit.started_at ? null : h("li", {}, "还没有登记开始时间（无人、关闭、搬迁的可以不登记）。"))),
  h("section", { cls: "panel form" }, h("h2", {}, "结束检查"), segments("检查结局", load.outcomes, "", (code) => { outcome = code; words.dataset.unsaved = "1"; wrong.textContent = ""; }, false), field("检查结论", words), field("检查结束时间", when), wrong, h("div", {}, button("结束检查", keep, "button-primary")))];
}
