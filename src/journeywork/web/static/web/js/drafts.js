// What people write is kept in this browser until the server has it, so that a lost
// connection, an expired session or a closed tab loses nothing. Marked:
// <form data-draft="a name">, with data-since (milliseconds) where the server has a text too.
// A draft belongs to whoever is signed in (<body data-reader>): nobody else who uses this
// browser sees it, and signing out takes it away.
import { forget } from "./notes_kept.js";

const PREFIX = "draft:";
const SENT = "sent";
const LASTS = 14 * 24 * 3600 * 1000; // milliseconds
const FIELDS = 'textarea, select, input:not([type="hidden"], [type="password"], [type="submit"])';
const reader = document.body.dataset.reader ?? "";

export function keep(root) {
  if (root === document) sweep();
  for (const form of root.querySelectorAll("form[data-draft]:not([data-kept])")) {
    form.dataset.kept = "";
    restore(form);
    form.addEventListener("input", () => write(form));
    form.addEventListener("submit", () => sessionStorage.setItem(SENT, name(form)));
  }
  for (const form of root.querySelectorAll("form[data-leaves]")) form.addEventListener("submit", (event) => leave(event, form));
}

function name(form) {
  return `${PREFIX}${reader}:${form.dataset.draft}`;
}

function write(form) {
  try {
    if (empty(form)) localStorage.removeItem(name(form));
    else localStorage.setItem(name(form), JSON.stringify({ values: values(form), at: Date.now() }));
  } catch {
    // A full or forbidden store: the form itself still works.
  }
}

function restore(form) {
  const kept = read(name(form));
  if (!kept || document.querySelector(".faults")) return;
  const newer = kept.at > Number(form.dataset.since ?? Infinity);
  if ((!empty(form) && !newer) || !put(form, kept.values)) return;
  for (const area of form.querySelectorAll("textarea")) area.dispatchEvent(new Event("input", { bubbles: true }));
  tell(form);
}

function tell(form) {
  const says = document.getElementById("draft-restored");
  if (!says) return;
  says.hidden = false;
  says.querySelector("button")?.addEventListener("click", () => {
    form.reset();
    localStorage.removeItem(name(form));
    says.hidden = true;
  });
}

function empty(form) {
  return [...form.querySelectorAll('textarea, input[type="text"]')].every((field) => !field.value.trim());
}

function key(field) {
  return chosen(field) ? `${field.name}=${field.value}` : field.name;
}

function chosen(field) {
  return field.type === "radio" || field.type === "checkbox";
}

function values(form) {
  const fields = [...form.querySelectorAll(FIELDS)].filter((field) => field.name);
  return Object.fromEntries(fields.map((field) => [key(field), chosen(field) ? field.checked : field.value]));
}

// Puts the values back; tells whether anything is different now.
function put(form, kept) {
  const before = JSON.stringify(values(form));
  for (const field of form.querySelectorAll(FIELDS)) {
    const value = kept?.[key(field)];
    if (value === undefined) continue;
    if (chosen(field)) field.checked = value;
    else field.value = value;
  }
  return JSON.stringify(values(form)) !== before;
}

function read(entry) {
  try {
    return JSON.parse(localStorage.getItem(entry));
  } catch {
    return null;
  }
}

function sweep() {
  try {
    // Only a page that says so tells that what was sent has arrived: one without a fault may
    // be that of a lost connection, or the one to sign in again.
    const sent = sessionStorage.getItem(SENT);
    if (sent && document.querySelector("[data-arrived]")) {
      localStorage.removeItem(sent);
      sessionStorage.removeItem(SENT);
    }
    for (const entry of entries()) {
      if (Date.now() - (read(entry)?.at ?? 0) > LASTS) localStorage.removeItem(entry);
    }
  } catch {
    // Nothing to sweep.
  }
}

// Signing out: with something unsent the page that says so comes first.
function leave(event, form) {
  const mine = entries().filter((entry) => entry.startsWith(`${PREFIX}${reader}:`));
  if (mine.length && form.dataset.leaves === "ask") {
    event.preventDefault();
    location.assign(form.action);
    return;
  }
  for (const entry of mine) localStorage.removeItem(entry);
  forget();
}

function entries() {
  return Object.keys(localStorage).filter((entry) => entry.startsWith(PREFIX));
}
