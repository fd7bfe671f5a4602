/* The day: what is loaded, what waits, and the way out. */
import { laid } from "./acts.js";
import { button, copyOf, fill, h, note, pill } from "./dom.js";
import { askPlace } from "./photos.js";
import { acts, read, unsent, wipe, write } from "./store.js";
import { download, send, status, whoami } from "./sync.js";
import { STATES } from "./words.js";

const SPANS = [["0", "今天"], ["1", "今明两天"], ["7", "一周内"]];
let said = null;

export async function home(place, again) {
  if (again && place.contains(document.activeElement) && document.activeElement.tagName === "SELECT") return;
  const owner = await read("owner");
  const load = owner ? await laid(owner) : null;
  const held = owner ? (await acts()).filter((one) => one.owner === owner.ref) : [];
  const asked = load ? await askPlace(() => home(place, false)) : null;
  fill(place, h("h1", {}, "今天的检查"), owner ? h("p", { cls: "small" }, owner.name) : null, said, asked, taking(load),
    load ? visits(load, held) : empty(owner), held.length ? h("p", {}, h("a", { href: "#/queue" }, `还有 ${held.length} 条没有同步，查看清单`)) : null, leaving(held));
}

function taking(load) {
  const span = h("select", { id: "days", "aria-label": "下载哪几天的任务" }, SPANS.map(([value, label]) => h("option", { value }, label)));
  const press = button(load ? "重新下载任务" : "下载任务", async () => {
    press.disabled = true;
    const came = await download(span.value).catch(() => false);
    said = came ? note("success", "任务已下载到本机，现在没有信号也能填写。") : note("error", status.login === "needed" ? "登录已过期，登录后再下载。" : "没有下载成功，本机原有的任务没有改动。请在有信号的地方再试。");
    home(document.getElementById("main"), false);
  }, "button-primary");
  return h("section", { cls: "panel" }, h("h2", {}, "出门前"),
    h("div", { cls: "field together" }, span, press),
    h("p", { cls: "small" }, load ? `${copyOf(load.loaded_at)} 下载，包括 ${load.until} 以前的检查。` : "下载后，检查要点、上次的问题和单位情况都在手机里。"));
}

const empty = (owner) => note("info", owner ? "本机还没有任务。请在有信号的地方点“下载任务”。" : "第一次使用请在有信号的地方登录，再下载任务。");

function visits(load, held) {
  if (!load.visits.length) return note("info", "这几天没有派您参加的检查。派员后再下载一次。");
  return h("section", { "aria-label": "检查" }, load.visits.map((visit) => {
    const waiting = held.filter((one) => one.visit === visit.id).length;
    const wordless = Object.keys(visit.lacking).length;
    return h("a", { cls: "panel visit-card", href: `#/v/${visit.id}/brief` }, h("strong", {}, visit.unit), h("span", { cls: "small" }, `${visit.scheduled_on}　${visit.kind}　${visit.manner}`),
      h("span", { cls: "small" }, visit.address), h("span", { cls: "line" }, pill("info", STATES[visit.state] || visit.state), waiting ? pill("warning", `待同步 ${waiting}`) : null, wordless ? pill("danger", `需补充说明 ${wordless}`) : null, visit.code ? null : pill("warning", "没有检查码")));
  }));
}

/* Leaving empties the device, unless something would be lost with it. */
function leaving(held) {
  return h("section", { cls: "panel" }, h("h2", {}, "退出"), h("p", { cls: "small" }, held.length ? `还有 ${held.length} 条没有同步：退出后内容留在本机并锁住，本人再次登录后继续同步。` : "退出时本机保存的任务全部删除。"),
    button("退出现场端", async () => {
      await send();
      await whoami();
      const left = await unsent();
      if (left.length) await write("locked", left[0].ownerName || "本人");
      else { await wipe(); for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister(); }
      if (status.me) await fetch("/logout/", { method: "POST", redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": status.me.csrf } }).catch(() => null);
      location.assign(left.length ? "/field/" : "/login/");
    }, "button-danger"));
}
