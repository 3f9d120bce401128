// The keyboard: `/` asks, `n` notes, `g` then a letter goes somewhere, `?` shows all.
const GO = { t: "today", c: "cards", w: "work", d: "debriefs", a: "activities", p: "posts" };
const PATIENCE = 1200; // milliseconds between `g` and its letter

export function listen() {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  for (const hint of document.querySelectorAll("[data-keys]")) {
    hint.hidden = false;
    hint.addEventListener("click", () => dialog.showModal());
  }
  fold();
  let since = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (sends(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    if (dialog.open && event.key !== "?") return;
    const going = event.timeStamp - since < PATIENCE;
    since = event.key === "g" && !going ? event.timeStamp : -Infinity;
    const place = going ? GO[event.key] : { "/": "ask", n: "write" }[event.key];
    if (place) {
      event.preventDefault();
      visit(place);
    } else if (event.key === "?") {
      event.preventDefault();
      dialog.open ? dialog.close() : dialog.showModal();
    }
  });
}

// What is folded out of the bar goes away with Escape, and when one presses elsewhere.
function fold() {
  const more = document.querySelector(".bar details");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more?.open) return;
    more.open = false;
    more.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (more?.open && !more.contains(event.target)) more.open = false;
  });
}

// In a box marked data-send Enter sends; Ctrl-Enter (or Cmd) sends any form.
function sends(event) {
  const form = event.target.form;
  if (event.key !== "Enter" || !form || event.isComposing) return false;
  const quick = "send" in event.target.dataset && !event.shiftKey;
  if (!quick && !((event.ctrlKey || event.metaKey) && event.target.tagName === "TEXTAREA")) return false;
  event.preventDefault();
  form.requestSubmit(document.querySelector(`.primary[form="${form.id}"]`) ?? form.querySelector(".primary"));
  return true;
}

function writing(element) {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}

function visit(place) {
  const link = document.querySelector(`.rail [data-place="${place}"]`);
  const box = place === "ask" && link?.hasAttribute("aria-current") ? document.getElementById("q") : null;
  if (box) box.select();
  else if (link) location.assign(link.href);
}
