// The bare page for notes, shown where there is no connection. It sends nothing: what is written
// waits where the page itself keeps it, and once there is a connection that page comes and sends.
import { queueOf, row } from "./notes.js";

const AGAIN = 10_000; // milliseconds
const form = document.getElementById("note");
const queue = queueOf(location.pathname.split("/")[2]);
const waits = document.getElementById("notes-waiting");
const back = document.getElementById("notes-back");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = form.elements.text.value;
  if (!text.trim()) return;
  const added = queue.add({ key: crypto.randomUUID(), text, at: new Date().toISOString() });
  document.getElementById("notes-full").hidden = added;
  if (!added) return;
  form.elements.text.value = "";
  form.elements.text.focus();
  show();
  if (!back.hidden) location.reload();
});
form.elements.text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
addEventListener("storage", show);
addEventListener("online", look);
setInterval(look, AGAIN);
show();

// What stands in the field is not taken away by a page that comes back: then it says so.
async function look() {
  try {
    await fetch(form.dataset.worker, { method: "HEAD", cache: "no-store", redirect: "manual" });
  } catch {
    back.hidden = true;
    return;
  }
  if (form.elements.text.value.trim()) back.hidden = false;
  else location.reload();
}

function show() {
  const notes = queue.all();
  waits.hidden = !notes.length;
  waits.replaceChildren(...notes.map((note) => row(note, waits.dataset.waits)).reverse());
}
