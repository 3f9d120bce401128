// Everything here is a convenience: without it, every page reads and writes all the same.
import { listen } from "./keys.js";
import { keep } from "./drafts.js";
import { settle } from "./forms.js";

listen();
for (const begin of [keep, settle]) begin(document);
document.addEventListener("htmx:afterSettle", (event) => {
  for (const begin of [keep, settle]) begin(event.detail.elt ?? event.target);
});
