// The page for notes of a visit opens without a connection; nothing else does.
// It is asked for that page alone (its scope is the page's address), and answers itself only
// where the network does not: with a bare page that holds nothing of the visit, and with the
// sheets and scripts of that page. Both lie in one cache, under whoever was signed in when they
// were kept; `notes_kept.js` has them kept, and takes them away when somebody signs out.
const VERSION = "journeywork-notes-1";
const LASTS = 24 * 3600 * 1000; // milliseconds: who has not been seen for a day may have left
const KEPT_AT = "X-Kept-At";

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(forget((name) => !name.startsWith(`${VERSION}:`))));

// One after another: what was asked to go is not kept by what was asked for before.
let before = Promise.resolve();

addEventListener("message", (event) => {
  const { reader, shell, assets, but } = event.data;
  before = before.then(async () => {
    if (shell) event.source.postMessage({ kept: await keep(reader, shell, assets) });
    else await forget((name) => !but || !name.endsWith(`:${but}`));
  });
  event.waitUntil(before);
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(asset(request));
});

// Keeps the bare page and what it is made of, for one reader in place of any other.
async function keep(reader, shell, assets) {
  const name = `${VERSION}:${reader}`;
  try {
    const answers = await Promise.all([shell, ...assets].map((address) => fetch(address, { redirect: "error" })));
    if (!answers.every((answer) => answer.ok)) return false;
    const [first, ...others] = answers;
    // Somebody else may have signed in since the page asked for it.
    if (!(await first.clone().text()).includes(`data-reader="${reader}"`)) return false;
    const headers = new Headers(first.headers);
    headers.set(KEPT_AT, Date.now());
    await forget((other) => other.startsWith("journeywork-notes-") && other !== name);
    const cache = await caches.open(name);
    const older = await cache.keys();
    await Promise.all(others.map((answer, place) => cache.put(assets[place], answer)));
    await cache.put(shell, new Response(await first.blob(), { headers }));
    const wanted = new Set([shell, ...assets].map((address) => new URL(address, location).href));
    for (const old of older) if (!wanted.has(old.url)) await cache.delete(old, { ignoreVary: true });
    return true;
  } catch {
    return false;
  }
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    for (const answer of await kept((each) => each.headers.has(KEPT_AT))) {
      if (Date.now() - Number(answer.headers.get(KEPT_AT)) < LASTS) return answer;
    }
    return Response.error();
  }
}

async function asset(request) {
  try {
    return await fetch(request);
  } catch {
    const found = await caches.match(request, { ignoreVary: true });
    return found ?? Response.error();
  }
}

async function kept(fits) {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(`${VERSION}:`)) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(await cache.match(request, { ignoreVary: true }));
  }
  return found.filter(fits);
}

async function forget(which) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("journeywork-notes-") && which(name)).map((name) => caches.delete(name)));
}
