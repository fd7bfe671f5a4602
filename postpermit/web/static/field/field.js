/* The door on site: opens what lies on the device, shows where things stand, and lets the worker keep the page. */
import { finishDrafts } from "./acts.js";
import { button, fill, h, note, pill } from "./dom.js";
import { home } from "./home.js";
import { allUnkept, NOT_KEPT } from "./keeping.js";
import { queue } from "./queue.js";
import { acts, read } from "./store.js";
import { keepTrying, remembered, send, status } from "./sync.js";
import { visitPage } from "./visit.js";

const main = document.getElementById("main");
let shown = null;

const way = () => location.hash.replace(/^#\/?/, "").split("/").filter(Boolean);

/* One after the other: a page that was being renewed never paints over the one that was opened meanwhile. */
let turn = Promise.resolve();
const inTurn = (work) => (turn = turn.then(work, work));
const show = () => inTurn(open);
const renew = () => inTurn(refresh);

async function open() {
  const [first, id, part] = way();
  if (await read("locked")) shown = lockedPage;
  else if (first === "queue") shown = queue;
  else if (first === "v") shown = (place, again) => visitPage(place, id, part || "brief", again);
  else shown = home;
  await shown(main, false);
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
  await bar();
}

/* Small changes leave what is being typed alone: each page decides what it renews. */
async function refresh() {
  if (shown === lockedPage && !(await read("locked"))) return open();
  if (shown) await shown(main, true);
  return bar();
}

async function lockedPage(place) {
  const name = await read("locked");
  fill(place, h("h1", {}, "已退出"), note("warning", `本机还有${name}没有同步的现场数据，已妥善保存。请${name}登录后继续同步；同步完之前不会删除。`),
    h("a", { cls: "button button-primary", href: "/login/?next=/field/" }, "去登录"));
}

/* What the disk would not take, on every page until it is kept. */
function lost() {
  const open = allUnkept();
  if (!open.length) return null;
  return note("error", h("p", {}, h("strong", {}, NOT_KEPT)), h("ul", { cls: "lines" }, open.slice(0, 6).map((one) => h("li", {}, one.words)), open.length > 6 ? h("li", {}, `……共 ${open.length} 条`) : null),
    h("p", { cls: "small" }, "关闭本页前不会丢；先同步、删去手机里别的照片，再点下面。"), button("再存一次", async () => { for (const one of open) await one.again(); }, "button-primary"));
}

async function bar() {
  const held = await acts();
  const owner = await read("owner");
  const mine = held.filter((one) => !owner || one.owner === owner.ref);
  const refused = mine.filter((one) => one.state === "refused").length;
  const waiting = mine.length - refused;
  fill(document.getElementById("state"),
    status.online ? pill("success", "有信号") : pill("warning", "没有信号"),
    h("a", { href: "#/queue", cls: `pill pill-${waiting ? "warning" : "success"}` }, status.sending ? `正在同步 ${waiting}` : `待同步 ${waiting}`),
    refused ? h("a", { href: "#/queue", cls: "pill pill-danger" }, `需处理 ${refused}`) : null,
    allUnkept().length ? h("button", { type: "button", cls: "pill pill-danger", onclick: () => scrollTo(0, 0) }, `没有存下 ${allUnkept().length}`) : null);
  const others = held.filter((one) => owner && one.owner !== owner.ref);
  fill(document.getElementById("notes"), lost(),
    status.login === "needed" ? note("warning", h("p", {}, "登录已过期。本机保存的内容都在，可以继续填写；登录后自动接着同步。"), h("a", { cls: "button button-primary", href: "/login/?next=/field/" }, "去登录")) : null,
    status.skew ? note("warning", `本机时钟比服务器${status.skew > 0 ? "快" : "慢"} ${Math.abs(status.skew)} 分钟，开始和结束的时间已按服务器给出，请核对。`) : null,
    others.length ? note("warning", `本机还有 ${others.length} 条${[...new Set(others.map((one) => one.ownerName))].join("、")}的现场数据没有同步，要由本人登录后同步。`) : null,
    status.message ? note("warning", status.message) : null);
}

async function begin() {
  if (!window.isSecureContext || !("serviceWorker" in navigator) || !window.indexedDB || !crypto.subtle) {
    fill(main, h("h1", {}, "这个浏览器不能离线使用"), note("error", "请用手机自带的浏览器，通过 https 地址打开现场端；无痕模式也不能保存数据。"));
    return;
  }
  await finishDrafts();
  await remembered();
  addEventListener("hashchange", show);
  document.addEventListener("field-unkept", () => inTurn(bar));
  document.addEventListener("field-changed", renew);
  navigator.storage?.persist?.();
  await show();
  keepTrying();
  send();
  const worker = await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" }).catch(() => null);
  if (!worker && !navigator.serviceWorker.controller) document.getElementById("notes").append(note("warning", "本页还没有保存到手机，没有信号时会打不开。请在有信号时重新打开一次。"));
}

begin().catch((fault) => {
  fill(main, h("h1", {}, "本机存储打不开"), note("error", "已保存的内容没有改动。请关闭其他现场端页面，退出无痕模式，再打开一次。", h("p", { cls: "small" }, String(fault && fault.name))),
    button("重新打开", () => location.reload(), "button-primary"));
});
