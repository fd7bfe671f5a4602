/* Acts: made, stored with their digests, and laid over what the server last said. */
import { acts, add, drafts, read, write } from "./store.js";
import { inWords, lacks } from "./words.js";

export async function digest(bytes) {
  const sum = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function device() {
  let name = await read("device");
  if (!name) await write("device", (name = crypto.randomUUID().replaceAll("-", "").slice(0, 12)));
  return name;
}

/* Stored first; the promise is fulfilled when the disk has it. The bytes made here are the bytes that are sent. */
export async function act(visit, kind, payload, { basedOn = "", data = null, draft = "", replaces = 0 } = {}) {
  const owner = await read("owner");
  const uid = crypto.randomUUID();
  const body = { uid, owner: owner.ref, device: await device(), visit: visit.id, kind, payload, based_on: basedOn, told_at: new Date().toISOString() };
  if (data) body.payload = { ...payload, sha256: await digest(data) };
  const raw = new TextEncoder().encode(JSON.stringify(body));
  await add({
    uid, owner: owner.ref, ownerName: owner.name, visit: visit.id, unit: visit.unit, kind, payload: body.payload, basedOn, at: body.told_at,
    words: inWords(kind, payload), raw: raw.buffer, size: data ? data.byteLength : 0, state: "waiting", reason: "",
  }, data, { draft, replaces });
  document.dispatchEvent(new CustomEvent("field-send"));
  return uid;
}

/* What is being written, kept until it becomes an act. */
export async function draft(key, visit, payload, basedOn) {
  const owner = await read("owner");
  await write(key, { visit: { id: visit.id, unit: visit.unit }, kind: "answer", payload, basedOn, owner: owner.ref, ownerName: owner.name });
}

/* Answers that wait for their words: kept here, not sent. */
export const lacking = async (owner) => (await drafts()).map((row) => row.value).filter((one) => lacks(one.payload) && (!one.owner || one.owner === owner.ref));

/* The load as it stands with everything that waits on this device laid over it. */
export async function laid(owner) {
  const load = await read(`load:${owner.ref}`);
  if (!load) return null;
  const own = (await acts()).filter((held) => held.owner === owner.ref);
  const waiting = own.filter((held) => held.state !== "refused");
  const refused = own.filter((held) => held.state === "refused");
  const wordless = await lacking(owner);
  for (const visit of load.visits) {
    visit.waiting = new Set();
    visit.refused = refused.filter((held) => held.visit === visit.id);
    visit.lacking = Object.fromEntries(wordless.filter((one) => one.visit.id === visit.id).map((one) => [one.payload.question, one.payload]));
    for (const held of waiting.filter((one) => one.visit === visit.id)) lay(visit, held, load.element_mark);
  }
  return load;
}

/* What was being typed when the browser was closed becomes an act as if it had been left in peace; what cannot, stays a draft. */
export async function finishDrafts() {
  const me = await read("owner");
  for (const row of await drafts()) {
    const { visit, kind, payload, basedOn, owner } = row.value;
    if (lacks(payload) || (owner && owner !== me?.ref)) continue;
    const load = await laid(me);
    const [last, ...more] = load?.visits.find((one) => one.id === visit.id)?.answers[payload.question] || [];
    await act(visit, kind, payload, { basedOn: last?.waiting && !more.length ? last.uid : basedOn, draft: row.key }).catch(() => null);
  }
}

/* The act of this kind that the server did not take: its form opens filled in again, and what is kept then takes its place. */
export const refusedOf = (visit, kind, fits = () => true) => visit.refused.find((held) => held.kind === kind && fits(held.payload));

function lay(visit, held, mark) {
  const { payload } = held;
  const waiting = held.state !== "sent";
  const by = waiting ? "本机" : held.ownerName;
  if (held.kind === "answer" || held.kind === "record") {
    const asked = held.kind === "record" ? mark + payload.element : payload.question;
    const version = { uid: held.uid, result: payload.result || "NOT_CHECKED", note: held.kind === "record" ? payload.text : payload.note, by, told_at: held.at, waiting };
    visit.answers[asked] = [...(visit.answers[asked] || []).filter((one) => one.uid !== held.basedOn), version];
    visit.waiting.add(asked);
    if (held.kind === "record") visit.record[payload.element] = payload.text;
  }
  if (held.kind === "settle") visit.answers[payload.question] = (visit.answers[payload.question] || []).filter((one) => !payload.over.includes(one.uid));
  if (held.kind === "picture") visit.pictures.push({ uid: held.uid, kind: payload.kind, question: payload.question, caption: payload.caption, signer: payload.signer, by, waiting });
  if (payload.kind === "SIGNED_PAGE") visit.closed = true;
  if (held.kind === "participant") visit.participants.push({ kind: payload.kind, name: payload.name, body: payload.body, waiting });
  if (held.kind === "code") visit.code = payload.code;
  if (held.kind === "caption") for (const one of visit.pictures) if (one.uid === payload.picture) Object.assign(one, { caption: payload.caption, reworded: waiting });
  if (held.kind === "start") { visit.state = "UNDERWAY"; visit.started_at = payload.started_at; }
  if (held.kind === "finish") { visit.state = "ENDED"; visit.outcome = payload.outcome; visit.ended_at = payload.ended_at; visit.conclusion = payload.conclusion; }
}

/* What the receipt says becomes what the load says. */
export function bring(load, held, receipt) {
  const visit = load.visits.find((one) => one.id === held.visit);
  if (!visit || receipt.outcome !== "TAKEN") return;
  const bare = { ...visit, waiting: new Set() };
  if (receipt.current) visit.answers[receipt.question] = receipt.current;
  else { lay(bare, { ...held, state: "sent" }, load.element_mark); Object.assign(visit, bare); }
  if (held.kind === "record" && receipt.current.length === 1) visit.record[held.payload.element] = receipt.current[0].note;
  delete visit.waiting;
}
