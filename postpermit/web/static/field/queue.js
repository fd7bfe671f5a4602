/* What waits, what needs a person, and what the server has: each in one line. */
import { finishDrafts, lacking } from "./acts.js";
import { button, copyOf, fill, h, note, pill } from "./dom.js";
import { exported } from "./seal.js";
import { acts, done, mark, read } from "./store.js";
import { send, sendOne, status, whoami } from "./sync.js";
import { inWords } from "./words.js";

export async function queue(place) {
  const owner = await read("owner");
  const held = (await acts()).filter((one) => !owner || one.owner === owner.ref);
  const over = (await done()).filter((one) => !owner || one.owner === owner.ref).reverse().slice(0, 100);
  const refused = held.filter((one) => one.state === "refused");
  const waiting = held.filter((one) => one.state !== "refused");
  const wordless = owner ? await lacking(owner) : [];
  fill(place, h("h1", {}, "待同步"), h("p", { cls: "small" }, "内容先存在本机，服务器确认收到同样的内容以后才从本机删除。"),
    h("div", { cls: "buttons" }, button("立即同步", () => send(), "button-primary"), held.length ? button("导出封存文件", takeAlong) : null, h("a", { cls: "button", href: "#/" }, "返回")),
    held.length && wordless.length ? note("warning", `封存文件不包括下面“需补充说明”的 ${wordless.length} 条，写明后再导出。`) : null,
    refused.length ? h("section", { cls: "panel" }, h("h2", {}, `需处理 ${refused.length}`), refused.map(wrong)) : null,
    wordless.length ? h("section", { cls: "panel" }, h("h2", {}, `需补充说明 ${wordless.length}`), h("p", { cls: "small" }, "选了不符合或不适用，写明情况或理由以后才同步。"), wordless.map(unsaid)) : null,
    h("section", { cls: "panel" }, h("h2", {}, `待同步 ${waiting.length}`), waiting.length ? waiting.map(line) : h("p", {}, "没有等待同步的内容。")),
    held.length ? h("p", { cls: "small" }, "一直同步不上时：导出封存文件，由本人在办公室电脑的“导入现场封存文件”页导入，效果相同。") : null,
    h("section", { cls: "panel" }, h("h2", {}, "已同步"), over.length ? over.map(passed) : h("p", {}, "还没有。")));
}

const row = (one, state, ...more) => h("div", { cls: "wait-line" }, h("div", {}, h("strong", {}, one.words), h("span", { cls: "small block" }, `${one.unit}　${copyOf(one.at)}`), ...more), state);
const line = (one) => row(one, pill("warning", status.sending ? "正在发送" : "已存本机"), one.size ? h("span", { cls: "small block" }, `${(one.size / 1024 / 1024).toFixed(1)} MB`) : null);

const unsaid = (one) => h("div", { cls: "wait-line" }, h("div", {}, h("strong", {}, inWords("answer", one.payload)), h("span", { cls: "small block" }, one.visit.unit)), h("a", { cls: "button", href: `#/v/${one.visit.id}/list` }, "去补充"));

const passed = (one) => row(one, pill(one.outcome === "TAKEN" ? "success" : "warning", one.outcome === "TAKEN" ? "已同步" : "未采纳，服务器已保存"),
  one.reason ? h("span", { cls: "small block" }, one.reason) : null, one.clock ? h("span", { cls: "small block" }, `设备时钟相差 ${one.clock} 分钟`) : null);

/* Also what was being typed: left alone it would stay behind. */
async function takeAlong() {
  await finishDrafts();
  const owner = await read("owner");
  await exported((await acts()).filter((one) => one.owner === owner.ref));
}

/* Where the form of a refused act lies; a photo has none. */
const PLACES = { answer: "list", settle: "list", record: "record", participant: "record", code: "record", caption: "photos", start: "record", finish: "end" };
/* An hour is never sent again as it stands: meanwhile it would pass for right. */
const TIMED = ["start", "finish"];

function wrong(one) {
  return row(one, pill("danger", "需处理"), note("error", one.reason), h("div", { cls: "buttons" },
    PLACES[one.kind] ? h("a", { cls: "button button-primary", href: `#/v/${one.visit}/${PLACES[one.kind]}` }, "打开改正") : null,
    TIMED.includes(one.kind) ? null : button("重试", async () => { await mark(one.seq, { state: "waiting", reason: "" }); send(); }),
    button("不采纳，交服务器保存", async () => { await whoami(); if (status.me) await sendOne(one, true, true); })));
}
