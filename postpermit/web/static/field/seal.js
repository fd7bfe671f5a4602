/* The sealed file: everything that waits, with a digest for each item and one over all. Nothing is deleted by exporting. */
import { digest } from "./acts.js";
import { bytes } from "./store.js";

/* Photos are large: a file holds about so many bytes, the rest goes into a further file. */
const FULL = 30 * 1024 * 1024;

function base64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export async function sealed(held) {
  const items = [];
  for (const one of held) {
    const data = one.size ? await bytes(one.uid) : null;
    items.push({ act: new TextDecoder().decode(one.raw), act_sha256: await digest(one.raw), data: data ? base64(data) : null, data_sha256: data ? await digest(data) : "" });
  }
  const lines = items.map((item) => `${item.act_sha256}:${item.data_sha256}`).join("\n");
  const about = { format: "postpermit-field", version: 1, owner: held[0].ownerName, sealed_at: new Date().toISOString() };
  return JSON.stringify({ ...about, items, sha256: await digest(new TextEncoder().encode(lines)) });
}

export async function exported(held) {
  const parts = [[]];
  let size = 0;
  for (const one of held) {
    if (size > FULL) { parts.push([]); size = 0; }
    parts.at(-1).push(one);
    size += one.raw.byteLength + one.size * 1.4;
  }
  const stamp = new Date().toISOString().slice(0, 16).replace(/[-:T]/g, "");
  for (const [number, part] of parts.entries()) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([await sealed(part)], { type: "application/json" }));
    link.download = `现场数据-${stamp}${parts.length > 1 ? `-${number + 1}` : ""}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }
}
