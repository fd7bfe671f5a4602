/* Sending: one act after the other, each until its receipt. Nothing leaves the device without the digest of its own bytes. */
import { bring, digest } from "./acts.js";
import { acts, bytes, changed, mark, read, settle, write } from "./store.js";

const AGAIN = 20000;
const LEEWAY = 5;
export const status = { online: navigator.onLine, login: "unknown", me: null, skew: 0, sending: false, message: "" };
let running = null;
let once = false;

/* What the device knew of its own clock when it last spoke with the server. */
export const remembered = async () => { status.skew = (await read("skew").catch(() => 0)) || 0; };

/* The server's hour, as far as the device knows it. */
export const serverNow = () => Date.now() - status.skew * 60000;

function say(changes) {
  Object.assign(status, changes);
  changed();
}

/* Who we are talking to. A log-in page answers as a redirect, which is not followed. */
export async function whoami() {
  try {
    const answer = await fetch("/field/me/", { redirect: "manual", cache: "no-store", credentials: "same-origin" });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return say({ online: true, login: "needed", me: null });
    if (answer.status === 404) return say({ online: true, login: "none", me: null, message: "当前账号不能使用现场端。" });
    if (!answer.ok) return say({ online: false, message: "服务器暂时不能办理，稍后自动再试。" });
    const me = await answer.json();
    const apart = Math.round((Date.now() - Date.parse(me.now)) / 60000);
    const skew = Math.abs(apart) > LEEWAY ? apart : 0;
    await remember(me, skew);
    return say({ online: true, login: "ok", me, skew, message: "" });
  } catch {
    return say({ online: false, me: null, message: "" });
  }
}

/* Only what is new is written: a full disk must not keep the device from sending, which empties it. */
async function remember(me, skew) {
  if ((await read("owner"))?.ref !== me.ref) await write("owner", { ref: me.ref, name: me.name });
  if (await read("locked")) await write("locked", "");
  if ((await read("skew")) !== skew) await write("skew", skew).catch(() => null);
}

export async function download(days) {
  await whoami();
  if (status.login !== "ok" || !status.me) return false;
  await send();
  const answer = await fetch(`/field/bundle/?days=${days}`, { redirect: "manual", cache: "no-store", credentials: "same-origin" });
  if (!answer.ok) return false;
  await write(`load:${status.me.ref}`, await answer.json());
  changed();
  return true;
}

/* Called by the button, on coming back online, on opening the page and from time to time; twice at once is once. */
export function send() {
  if (running) { once = true; return running; }
  running = locked(sendAll).finally(() => {
    running = null;
    /* What was stored while this was under way has its turn now. */
    if (once) { once = false; send(); }
  });
  return running;
}

const locked = (work) => (navigator.locks ? navigator.locks.request("field-send", work) : work());

async function sendAll() {
  if (!(await acts()).some((held) => held.state === "waiting") && status.login === "ok" && status.online) return;
  await whoami();
  if (!status.me) return;
  say({ sending: true });
  try {
    const mine = (await acts()).filter((held) => held.owner === status.me.ref && held.state === "waiting");
    for (const held of mine) if (!(await sendOne(held, true))) break;
  } catch {
    say({ message: "手机存储可能已满，服务器的回执没有记下；本机的内容没有删除，稍后自动再试。" });
  } finally {
    say({ sending: false });
  }
}

/* Whether to go on with the next one. */
export async function sendOne(held, first, aside = false) {
  const form = new FormData();
  form.append("act", new Blob([held.raw], { type: "application/json" }), "act.json");
  const data = held.size ? await bytes(held.uid) : null;
  if (data) form.append("data", new Blob([data]), "data");
  form.append("sent_at", new Date().toISOString());
  if (aside) form.append("aside", "1");
  let answer;
  try {
    answer = await fetch("/field/take/", { method: "POST", body: form, redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": status.me.csrf } });
  } catch {
    say({ online: false, me: null });
    return false;
  }
  if (answer.type === "opaqueredirect") { say({ login: "needed", me: null }); return false; }
  if (answer.status === 403) {
    await whoami();
    return first && status.me ? sendOne(held, false, aside) : false;
  }
  const told = await answer.json().catch(() => null);
  if (answer.status === 422 && told) {
    await mark(held.seq, { state: "refused", reason: aside ? `服务器没有保存：${told.reason}本机的一份还在，可以导出封存文件。` : told.reason });
    return true;
  }
  if (answer.status === 413) { await mark(held.seq, { state: "refused", reason: "文件太大，服务器收不下，请导出封存文件到电脑上导入。" }); return true; }
  if (!answer.ok || !told) { say({ message: "服务器暂时不能办理，稍后自动再试。" }); return false; }
  return arrived(held, data, told);
}

/* The same sentence as the rule EN-93: outcome stored, and both digests those of the bytes that lie here. */
async function mayDelete(held, data, told) {
  const own = await digest(held.raw);
  const ownData = data ? await digest(data) : "";
  return ["TAKEN", "SET_ASIDE"].includes(told.outcome) && told.digest === own && told.data_digest === ownData;
}

async function arrived(held, data, told) {
  if (!(await mayDelete(held, data, told))) {
    await mark(held.seq, { state: "refused", reason: "服务器回执的校验值与本机内容不符，本机的一份没有删除。" });
    return true;
  }
  const line = { uid: held.uid, owner: held.owner, unit: held.unit, words: held.words, at: held.at, outcome: told.outcome, reason: told.reason || "", clock: told.clock || 0 };
  await settle(held, line, (load) => bring(load, held, told));
  return true;
}

export function keepTrying() {
  addEventListener("online", () => send());
  addEventListener("offline", () => say({ online: false, me: null }));
  document.addEventListener("field-send", () => send());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  setInterval(() => send(), AGAIN);
  read("owner").then(() => send());
}
