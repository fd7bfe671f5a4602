/* Leaving by the desk's own button: the device is emptied too, unless something on it has not reached the server. */
import { unsent, wipe, write } from "./store.js";

async function clear() {
  const there = indexedDB.databases ? (await indexedDB.databases()).some((one) => one.name === "postpermit-field") : false;
  if (!there) return;
  const left = await unsent();
  if (left.length) await write("locked", left[0].ownerName || "本人");
  else await wipe();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.action.endsWith("/logout/") || form.dataset.cleared || !window.indexedDB) return;
  event.preventDefault();
  form.dataset.cleared = "1";
  const late = new Promise((resolve) => setTimeout(resolve, 2000));
  Promise.race([clear().catch(() => null), late]).then(() => form.submit());
});
