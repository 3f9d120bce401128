// Has the page for notes kept for when there is no connection, and takes it away again: when
// somebody signs out here, when somebody else is signed in, and where one signs in.
const KEPT = "journeywork-notes-";
const reader = document.body.dataset.reader ?? "";
const able = "caches" in globalThis && "serviceWorker" in navigator;

// Marked: <form data-notes data-worker="its address" data-shell="the bare page" data-assets="...">.
export async function keepForLater(form) {
  if (!able || !form.dataset.worker || !reader) return;
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (!event.data.kept) return;
    document.getElementById("notes-stay").hidden = true;
    document.getElementById("notes-opens").hidden = false;
  });
  try {
    await navigator.serviceWorker.register(form.dataset.worker, { scope: location.pathname });
    const { worker: _worker, shell, assets } = form.dataset;
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ reader, shell, assets: assets.split(" ") });
  } catch {
    // Without it the page must stay open, as it says.
  }
}

// On every page: what was kept for somebody else goes.
export function forgetOthers() {
  if (reader || location.pathname.startsWith("/accounts/")) forget(reader);
}

export async function forget(but = "") {
  if (!able) return;
  try {
    for (const name of await caches.keys()) {
      if (name.startsWith(KEPT) && !(but && name.endsWith(`:${but}`))) await caches.delete(name);
    }
    for (const each of await navigator.serviceWorker.getRegistrations()) {
      each.active?.postMessage({ but }); // It may be keeping something just now.
      if (!but) await each.unregister();
    }
  } catch {
    // A browser that lets nothing be kept has nothing to forget.
  }
}
