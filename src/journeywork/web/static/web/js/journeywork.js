// Everything here is a convenience: without it, every page reads and writes all the same.
import { listen } from "./keys.js";
import { keep } from "./drafts.js";
import { settle, warn } from "./forms.js";

listen();
warn();
for (const begin of [keep, settle]) begin(document);
document.addEventListener("htmx:afterSettle", (event) => {
  for (const begin of [keep, settle]) begin(event.detail.elt ?? event.target);
});
