/* One visit: its parts under one head. */
import { laid } from "./acts.js";
import { fill, h, note, pill, unsaved } from "./dom.js";
import { checklist, freshen } from "./checklist.js";
import { photos } from "./photos.js";
import { ending, recording } from "./record.js";
import { read } from "./store.js";
import { STATES } from "./words.js";

const PARTS = [["brief", "检查前情况"], ["list", "检查单"], ["photos", "照片签名"], ["record", "笔录"], ["end", "结束"]];

export async function visitPage(place, id, part, again) {
  const owner = await read("owner");
  const load = owner ? await laid(owner) : null;
  const visit = load?.visits.find((one) => one.id === id);
  if (!visit) return fill(place, h("h1", {}, "本机没有这次检查"), note("info", "可能已经办结或改派，也可能还没有下载。没有同步的内容仍在“待同步”里。"), h("a", { cls: "button", href: "#/" }, "返回"));
  const list = load.lists[visit.list];
  if (again && part === "list" && place.querySelector(".questions")) return freshen(place, load, visit);
  /* Whoever is typing keeps the page as it is; what was stored shows above all the same. */
  if (again && unsaved(place)) return undefined;
  if (again && place.contains(document.activeElement) && /INPUT|TEXTAREA|SELECT|CANVAS/.test(document.activeElement.tagName) && document.activeElement.type !== "radio") return undefined;
  const inside = { brief, list: checklist, photos, record: recording, end: ending }[part] || brief;
  return fill(place, head(visit), tabs(visit, part), h("div", { cls: "part" }, inside(visit, list, load)));
}

const head = (visit) => h("div", { cls: "visit-head" }, h("h1", {}, visit.unit), h("p", { cls: "line" }, pill("info", STATES[visit.state] || visit.state), h("span", { cls: "small" }, `${visit.number}　${visit.scheduled_on}`)));

const tabs = (visit, part) => h("nav", { cls: "tabs", "aria-label": "这次检查" }, PARTS.map(([code, label]) => h("a", { href: `#/v/${visit.id}/${code}`, "aria-current": code === part ? "page" : null }, label)));

function brief(visit, list) {
  return [h("section", { cls: "panel" }, h("h2", {}, "这次检查"), h("dl", { cls: "facts" },
    [["检查类型", `${visit.kind}　${visit.manner}`], ["事由", visit.reason], ["检查码", visit.code || "还没有，进门前先取得"], ["地址", visit.address], ["检查单", list.title],
      ["检查人员", visit.team.map((one) => `${one.name}（${one.role}，${one.certificate}）`).join("、")]].map(([label, value]) => [h("dt", {}, label), h("dd", {}, value)]))),
  visit.brief.map((one) => h("section", { cls: "panel" }, h("h2", {}, one.label), h("ul", { cls: "lines" }, one.lines.map((line) => h("li", {}, line)))))];
}
