// Small kindnesses of forms: the faults get the focus, buttons cannot be pressed twice,
// what was swapped in is announced, a secret can be copied.
export function settle(root) {
  const first = root.querySelector?.("[data-focus]") ?? (root.matches?.("[data-focus]") ? root : null);
  first?.focus();
  for (const form of root.querySelectorAll?.("form:not([data-settled])") ?? []) {
    form.dataset.settled = "";
    form.addEventListener("submit", (event) => once(event, form));
    // A page that one has gone back to may be sent again.
    addEventListener("pageshow", () => delete form.dataset.sent);
  }
  for (const button of root.querySelectorAll?.("[data-copy]") ?? []) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => copy(button));
  }
  for (const area of root.querySelectorAll?.("[data-leave]") ?? []) area.addEventListener("change", () => area.form.requestSubmit());
}

// What could not be sent is said, and goes away with the next thing that arrives.
export function warn() {
  const says = document.getElementById("unsent");
  if (!says) return;
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, () => (says.hidden = false));
  }
  document.addEventListener("htmx:afterSwap", () => (says.hidden = true));
}

// What is asked behind the reader's back (data-behind) takes nobody away from what they write.
export function stay() {
  const says = document.getElementById("signed-out");
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 401 || !event.detail.elt.matches("[data-behind]")) return;
    event.preventDefault();
    if (says) says.hidden = false;
  });
}

// The library that speaks to the browser about passkeys tells of faults with an event.
export function passkeys() {
  const says = document.getElementById("passkey-fault");
  if (says) document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    says.hidden = false;
  });
}

function once(event, form) {
  if (form.dataset.sent && !form.hasAttribute("hx-post") && !form.hasAttribute("hx-get")) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 3000);
}

async function copy(button) {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  button.textContent = button.dataset.copied;
}
