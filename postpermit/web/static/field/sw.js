/* Keeps the page of the field door on the device. VERSION and FILES stand in front of this text when it is served.
   Nothing of a person is ever put into this cache: the page is empty, what was loaded lies in the device's database. */
const CACHE = `field-${VERSION}`;
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload", credentials: "same-origin" }));
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all(fresh.map((request) => keep(cache, request)))).then(() => self.skipWaiting()));
});

/* A log-in page in place of a file would be kept for good: then the whole installation waits for another time. */
async function keep(cache, request) {
  const answer = await fetch(request);
  if (!answer.ok || answer.redirected) throw new Error(`not kept: ${request.url}`);
  await cache.put(request.url, answer);
}

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("field-") && name !== CACHE);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    if (address.pathname === FILES[0]) event.respondWith(page(event.request));
  } else if (FILES.includes(address.pathname)) {
    event.respondWith(kept(address.pathname).then((answer) => answer || fetch(event.request)));
  }
});

const kept = (path) => caches.open(CACHE).then((cache) => cache.match(path));

/* The network first, but not for ever; a log-in page or no answer gives way to the kept page, which knows what to say. */
async function page(request) {
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const asked = fetch(request).catch(() => null);
  const answer = await Promise.race([asked, waited]);
  if (answer && answer.ok && !answer.redirected) return answer;
  return (await kept(FILES[0])) || answer || (await asked) || Response.error();
}
