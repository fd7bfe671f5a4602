/* What the telephone could not write down is said aloud and stays at hand: nothing counts as kept before the disk has it. */
import { changed } from "./store.js";

export const NOT_KEPT = "没有存下：手机存储可能已满，请清理后再点一次。";
const open = new Map();

/* What was to be kept under this key and was not; and everything of that kind, each with the way to try again. */
export const unkept = (key) => open.get(key)?.what;
export const allUnkept = () => [...open.values()];
const tell = () => document.dispatchEvent(new CustomEvent("field-unkept"));

/* Answers what the work answered (true where it answers nothing), null where it failed. It never throws. */
export async function kept(key, work, { words, say = () => {}, what = true, again = null }) {
  try {
    const made = (await work()) ?? true;
    if (open.delete(key)) { say(""); tell(); }
    return made;
  } catch (fault) {
    console.warn("not kept", fault);
    open.set(key, { words, what, again: again || (() => kept(key, work, { words, say, what })) });
    say(NOT_KEPT);
    tell();
    return null;
  }
}

/* What was begun in these controls is kept: the page may be renewed again. */
export function settled(...controls) {
  for (const one of controls) delete one.dataset.unsaved;
  document.activeElement?.blur();
  changed();
}

/* Whoever closes the page now would lose it. */
addEventListener("beforeunload", (event) => { if (open.size) event.preventDefault(); });
