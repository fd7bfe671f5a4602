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
export async function act(visit, kind, payload, { basedOn = "", data = null, draft = "" } = {}) {
  const owner = await read("owner");
  const uid = crypto.randomUUID();
  const body = { uid, device: await device(), visit: visit.id, kind, payload, based_on: basedOn, told_at: new Date().toISOString() };
  if (data) body.payload = { ...payload, sha256: await digest(data) };
  const raw = new TextEncoder().encode(JSON.stringify(body));
  await add({
    uid, owner: owner.ref, ownerName: owner.name, visit: visit.id, unit: visit.unit, kind, payload: body.payload, basedOn, at: body.told_at,
    words: inWords(kind, payload), raw: raw.buffer, size: data ? data.byteLength : 0, state: "waiting", reason: "",
  }, data, draft);
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
  const waiting = (await acts()).filter((held) => held.owner === owner.ref && held.state !== "refused");
  const wordless = await lacking(owner);
  for (const visit of load.visits) {
    visit.waiting = new Set();
    visit.lacking = Object.fromEntries(wordless.filter((one) => one.visit.id === visit.id).map((one) => [one.payload.question, one.payload]));
    for (const held of waiting.filter((one) => one.visit === visit.id)) lay(visit, held, load.element_mark);
  }
  return load;
}

function lay(visit, held, mark) {
  const { payload } = held;
  if (held.kind === "answer" || held.kind === "record") {
    const asked = held.kind === "record" ? mark + payload.element : payload.question;
    const version = { uid: held.uid, result: payload.result || "NOT_CHECKED", note: held.kind === "record" ? payload.text : payload.note, by: "本机", told_at: held.at, waiting: true };
    visit.answers[asked] = [...(visit.answers[asked] || []).filter((one) => one.uid !== held.basedOn), version];
    visit.waiting.add(asked);
    if (held.kind === "record") visit.record[payload.element] = payload.text;
  }
  if (held.kind === "settle") visit.answers[payload.question] = (visit.answers[payload.question] || []).filter((one) => !payload.over.includes(one.uid));
  if (held.kind === "picture") visit.pictures.push({ uid: held.uid, kind: payload.kind, question: payload.question, caption: payload.caption, signer: payload.signer, by: "本机", waiting: held.state === "waiting" });
  if (held.kind === "participant") visit.participants.push({ kind: payload.kind, name: payload.name, body: payload.body, waiting: true });
  if (held.kind === "start") { visit.state = "UNDERWAY"; visit.started_at = payload.started_at; }
  if (held.kind === "finish") { visit.state = "ENDED"; visit.outcome = payload.outcome; visit.ended_at = payload.ended_at; visit.conclusion = payload.conclusion; }
}

/* What the receipt says becomes what the load says. */
export function bring(load, held, receipt) {
  const visit = load.visits.find((one) => one.id === held.visit);
  if (!visit || receipt.outcome !== "TAKEN") return;
  const bare = { ...visit, waiting: new Set() };
  if (receipt.current) visit.answers[receipt.question] = receipt.current;
  else { lay(bare, { ...held }, load.element_mark); Object.assign(visit, bare); }
  if (held.kind === "record" && receipt.current.length === 1) visit.record[held.payload.element] = receipt.current[0].note;
  delete visit.waiting;
}
