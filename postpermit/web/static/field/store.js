/* The device's own database. What is written here is written for good before anybody is told that it is saved. */
const NAME = "postpermit-field";
const KEPT_DONE = 300;
let opened = null;
let gone = false;

function open() {
  if (gone) return new Promise(() => {});
  opened ||= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const base = asked.result;
      base.createObjectStore("meta", { keyPath: "key" });
      base.createObjectStore("acts", { keyPath: "seq", autoIncrement: true }).createIndex("uid", "uid", { unique: true });
      /* Photos lie apart, so that a list of what waits does not carry every picture through memory. */
      base.createObjectStore("bytes", { keyPath: "uid" });
      base.createObjectStore("done", { keyPath: "seq", autoIncrement: true });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      asked.result.onclose = () => { opened = null; };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
  /* A failure is not for ever: the next one who asks tries anew. */
  opened.catch(() => { opened = null; });
  return opened;
}

const result = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/* One transaction over some stores; it counts only when it is complete on the disk. */
async function inside(names, mode, work) {
  const base = await open();
  const deal = base.transaction(names, mode, { durability: "strict" });
  const over = new Promise((resolve, reject) => {
    deal.oncomplete = resolve;
    deal.onabort = deal.onerror = () => reject(deal.error || new Error("aborted"));
  });
  over.catch(() => null);
  let answer;
  try {
    answer = await work(...[names].flat().map((name) => deal.objectStore(name)));
  } catch (fault) {
    /* All or nothing: what was written before the failure goes too. */
    try { deal.abort(); } catch { /* it has ended by itself */ }
    throw fault;
  }
  await over;
  return answer;
}

export const changed = () => document.dispatchEvent(new CustomEvent("field-changed"));

export const read = async (key) => (await inside("meta", "readonly", (meta) => result(meta.get(key))))?.value;
export const write = (key, value) => inside("meta", "readwrite", (meta) => result(meta.put({ key, value })));
export const forget = (key) => inside("meta", "readwrite", (meta) => result(meta.delete(key)));

export const acts = () => inside("acts", "readonly", (store) => result(store.getAll()));
export const done = () => inside("done", "readonly", (store) => result(store.getAll()));

export const bytes = async (uid) => (await inside("bytes", "readonly", (store) => result(store.get(uid))))?.data || null;

/* An act enters the queue with its photo; its draft goes, and so does the refused act that it corrects: all together or not at all. */
export async function add(act, data, { draft = "", replaces = 0 } = {}) {
  await inside(["acts", "bytes", "meta"], "readwrite", async (store, held, meta) => {
    await result(store.add(act));
    if (data) await result(held.add({ uid: act.uid, data }));
    if (draft) await result(meta.delete(draft));
    if (replaces) await result(store.delete(replaces));
  });
  changed();
}

export async function mark(seq, changes) {
  await inside("acts", "readwrite", async (store) => {
    const held = await result(store.get(seq));
    if (held) await result(store.put({ ...held, ...changes }));
  });
  changed();
}

/* The server holds it: it leaves the queue, a line says so, and the load is brought up to what the receipt says. */
export async function settle(act, line, bring) {
  await inside(["acts", "bytes", "done", "meta"], "readwrite", async (store, held, over, meta) => {
    await result(store.delete(act.seq));
    await result(held.delete(act.uid));
    await result(over.add(line));
    const keys = await result(over.getAllKeys());
    for (const key of keys.slice(0, Math.max(0, keys.length - KEPT_DONE))) await result(over.delete(key));
    const row = await result(meta.get(`load:${act.owner}`));
    if (row) { bring(row.value); await result(meta.put(row)); }
  });
  changed();
}

export const drafts = async () => (await inside("meta", "readonly", (meta) => result(meta.getAll()))).filter((row) => row.key.startsWith("draft:"));

/* Whatever would be lost if the device were emptied now. */
export const unsent = async () => [...(await acts()), ...(await drafts()).map((row) => row.value)];

/* Everything of this device goes; only called when nothing waits to be sent. */
export async function wipe() {
  (await open()).close();
  gone = true;
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
  for (const name of await caches.keys()) if (name.startsWith("field-")) await caches.delete(name);
}
