// What people write is kept in this browser until the server has it, so that a lost
// connection or a closed tab loses nothing. Marked: <textarea data-draft="a name">.
const PREFIX = "draft:";
const LASTS = 14 * 24 * 3600 * 1000; // milliseconds

export function keep(root) {
  if (root === document) sweep();
  for (const area of root.querySelectorAll("[data-draft]:not([data-kept])")) {
    area.dataset.kept = "";
    restore(area);
    area.addEventListener("input", () => write(area));
    area.form?.addEventListener("submit", () => mark(area));
  }
}

function name(area) {
  return PREFIX + area.dataset.draft;
}

function write(area) {
  try {
    if (area.value.trim()) localStorage.setItem(name(area), JSON.stringify({ text: area.value, at: Date.now() }));
    else localStorage.removeItem(name(area));
  } catch {
    // A full or forbidden store: the form itself still works.
  }
}

// The draft goes once another page has loaded without a fault: a failed send keeps it.
function mark(area) {
  sessionStorage.setItem("sent", name(area));
}

function restore(area) {
  const kept = read(area);
  if (!kept || kept.text === area.value || area.value.trim()) return;
  area.value = kept.text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  const says = document.getElementById("draft-restored");
  if (says) says.hidden = false;
}

function read(area) {
  try {
    return JSON.parse(localStorage.getItem(name(area)));
  } catch {
    return null;
  }
}

function sweep() {
  try {
    // The page after a send tells whether it arrived.
    const sent = sessionStorage.getItem("sent");
    if (sent && !document.querySelector(".faults, [data-failed]")) localStorage.removeItem(sent);
    sessionStorage.removeItem("sent");
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
      if (Date.now() - (JSON.parse(localStorage.getItem(key))?.at ?? 0) > LASTS) localStorage.removeItem(key);
    }
  } catch {
    // Nothing to sweep.
  }
}
