// Notes that outlive a lost connection. Marked: <form data-notes="the visit">.
// Each note gets its identifier here, waits in this browser until the server has it, and is sent
// again and again; the server keeps it once. A note waits for whoever wrote it: it is sent only
// while they are signed in (<body data-reader>), and the server looks again. It is kept beside the
// drafts (drafts.js), so that whoever signs out with something unsent is asked first.
import { keepForLater } from "./notes_kept.js";

const PREFIX = "draft:";
const AGAIN = 10_000; // milliseconds
const TOO_LONG = 15_000;
const reader = document.body.dataset.reader ?? "";

export function notes(root) {
  const form = root.querySelector("form[data-notes]");
  if (!form) return;
  const queue = queueOf(form.dataset.notes);
  const sender = new Sender(form, queue);
  form.addEventListener("submit", (event) => {
    const text = form.elements.text.value;
    if (!text.trim()) return;
    if (!queue.add({ key: crypto.randomUUID(), text, at: new Date().toISOString() })) {
      sender.says.textContent = sender.says.dataset.full;
      sender.says.hidden = false;
      return; // The form itself is sent, as without a script.
    }
    event.preventDefault();
    form.elements.text.value = "";
    form.elements.text.focus();
    sender.show();
    sender.send();
  });
  form.elements.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  addEventListener("online", () => sender.send());
  addEventListener("storage", () => sender.show());
  setInterval(() => sender.send(), AGAIN);
  sender.show();
  sender.send();
  keepForLater(form);
}

export function queueOf(visit) {
  return new Queue(`${PREFIX}${reader}:notes-${visit}`);
}

// What waits, in the order in which it was written, each under an entry of its own: two tabs
// that write at the same time take nothing from each other.
class Queue {
  constructor(name) {
    this.name = name;
  }

  add(note) {
    try {
      localStorage.setItem(`${this.name}:${note.key}`, JSON.stringify(note));
      return true;
    } catch {
      return false;
    }
  }

  all() {
    try {
      const mine = Object.keys(localStorage).filter((entry) => entry.startsWith(`${this.name}:`));
      const found = mine.map((entry) => JSON.parse(localStorage.getItem(entry)));
      return found.filter(Boolean).sort((one, other) => one.at.localeCompare(other.at));
    } catch {
      return [];
    }
  }

  remove(note) {
    localStorage.removeItem(`${this.name}:${note.key}`);
  }
}

class Sender {
  constructor(form, queue) {
    this.form = form;
    this.queue = queue;
    this.busy = false;
    this.why = "";
    this.sent = false;
    this.refused = new Set();
    this.says = document.getElementById("notes-wait");
    this.kept = document.getElementById("notes-kept");
    this.list = document.getElementById("notes-list");
    this.waits = document.getElementById("notes-waiting");
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (const note of this.queue.all()) {
        this.why = await this.post(note);
        if (this.why === "refused") {
          this.refused.add(note.key); // It stays to be copied; the others go on.
          continue;
        }
        if (this.why) break;
        this.queue.remove(note);
        this.sent = true;
        this.add(note);
        this.show();
      }
    } finally {
      this.busy = false;
      this.show();
    }
  }

  // Sends one note; returns "" where it has arrived, else why it has not.
  async post(note) {
    const body = new URLSearchParams({ ...note, author: reader });
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { "X-Journeywork-Note": "1" },
        redirect: "manual",
        signal: AbortSignal.timeout(TOO_LONG),
      });
      if (answer.ok) return (await answer.json()).kept ? "" : "refused";
      if (answer.status === 409) return "other";
      return answer.type === "opaqueredirect" || [401, 403].includes(answer.status) ? "out" : "refused";
    } catch {
      return "gone";
    }
  }

  add(note) {
    if (!this.list) return;
    document.getElementById("notes-none")?.remove();
    this.list.prepend(row(note, ""));
  }

  show() {
    const notes = this.queue.all();
    const waiting = notes.length;
    const { waits, refused } = this.waits.dataset;
    this.waits.hidden = !waiting;
    this.waits.replaceChildren(...notes.map((note) => row(note, this.refused.has(note.key) ? refused : waits)).reverse());
    const { one, many, signedOut, other } = this.says.dataset;
    this.says.hidden = !waiting;
    this.kept.hidden = Boolean(waiting) || !this.sent;
    if (!waiting) return;
    const counted = waiting === 1 ? one : many.replace("#", waiting);
    const more = { out: signedOut, other }[this.why];
    this.says.replaceChildren(counted, more ? ` ${more} ` : "");
    if (this.why === "out") this.says.append(this.way());
  }

  way() {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = document.title.split(" · ")[0];
    return link;
  }
}

export function row(note, state) {
  const made = document.createElement("li");
  made.className = "row";
  const text = document.createElement("div");
  text.className = "written";
  text.textContent = note.text;
  made.append(text);
  if (state) {
    const end = document.createElement("div");
    end.className = "end";
    const says = document.createElement("span");
    says.className = "state due";
    says.textContent = state;
    end.append(says);
    made.append(end);
  }
  return made;
}
