// Everything here is a convenience: without it, every page reads and writes all the same.
import { keep } from "./drafts.js";
import { passkeys, settle, stay, warn } from "./forms.js";
import { listen } from "./keys.js";
import { notes } from "./notes.js";
import { forgetOthers } from "./notes_kept.js";
import { show } from "./tabs.js";

listen();
warn();
passkeys();
stay();
forgetOthers();
for (const begin of [keep, settle, notes]) begin(document);
for (const tabs of document.querySelectorAll(".tabs")) show(tabs);
document.addEventListener("htmx:afterSettle", (event) => {
  for (const begin of [keep, settle]) begin(event.detail.elt ?? event.target);
});
