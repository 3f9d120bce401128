// The board of a live debrief: hears what others do, and sends forms without leaving the page.
// Every change has a number; the stream goes on after the last one that this page has seen.
const board = document.querySelector("[data-board-of]");
const find = (selector, root = document) => root.querySelector(selector);
const names = JSON.parse(board?.dataset.names || "{}");
let last = Number(board?.dataset.after ?? 0);
let stream = null;
let wait = 1000;

const card = (id) => find(`[data-card="${id}"]`, board);
const group = (id) => find(`[data-group="${id}"]`, board);

function open() {
  stream = new EventSource(`${board.dataset.events}?after=${last}`);
  stream.addEventListener("open", () => { wait = 1000; away(false); });
  stream.addEventListener("change", (event) => {
    if (Number(event.lastEventId) <= last) return;
    last = Number(event.lastEventId);
    heard(JSON.parse(event.data));
  });
  stream.addEventListener("here", (event) => "waits" in board.dataset && Number(event.data) >= 3 && leave());
  for (const name of ["ended", "left"]) stream.addEventListener(name, () => leave());
  stream.addEventListener("error", () => {
    away(true);
    if (stream.readyState !== EventSource.CLOSED) return;
    // Too many look on, or the server is away: this page comes back by itself, later each time.
    setTimeout(open, wait + Math.random() * wait);
    wait = Math.min(wait * 2, 30000);
  });
}

// What somebody is writing is not lost by what others do: then the page says so, and waits.
function leave() {
  stream?.close();
  if (![...board.querySelectorAll("textarea")].some((one) => one.value.trim())) location.reload();
  else find("[data-ended]")?.removeAttribute("hidden");
}

function away(is) {
  find("[data-away]").hidden = !is;
}

function heard(change) {
  ({ card: put, gone, moved, named, votes }[change.kind] ?? (() => {}))(change);
  for (const column of board.querySelectorAll("[data-question]")) {
    find("[data-empty]", column).hidden = !!find("[data-card]", column);
  }
}

function put(change) {
  if (card(change.thing)) return;
  const made = pattern("card", "CARD", change.thing);
  find("[data-text]", made).textContent = change.text;
  for (const about of made.querySelectorAll("[data-about]")) about.textContent = `: ${change.text.slice(0, 60)}`;
  const author = find("[data-author]", made);
  author.hidden = !change.author;
  author.textContent = names[change.author] ?? "";
  if (change.author && !names[change.author]) leave(); // Somebody who came after this page.
  find("[data-if-own]", made).hidden = !("leads" in board.dataset);
  const column = find(`[data-question="${change.question}"]`, board);
  for (const each of column.querySelectorAll('[data-group]:not([data-group=""])')) option(made, each);
  find('[data-group=""] > ul', column).append(made);
  begin(made);
}

function gone(change) {
  const was = card(change.thing);
  const before = was?.closest("[data-group]");
  was?.remove();
  tidy(before);
}

const called = new Map();
function named(change) {
  called.set(change.thing, change.text);
  const there = group(change.thing);
  if (!there) return;
  there.setAttribute("aria-label", change.text);
  find("[data-name]", there).textContent = change.text;
  find("[data-about]", there).textContent = `: ${change.text}`;
  for (const one of board.querySelectorAll(`option[value="${change.thing}"]`)) one.textContent = change.text;
}

function moved(change) {
  const moves = card(change.thing);
  if (!moves) return;
  const before = moves.closest("[data-group]");
  const column = moves.closest("[data-question]");
  const to = change.group ? group(change.group) ?? begun(change.group, column) : find('[data-group=""]', column);
  const focused = moves.contains(document.activeElement) ? document.activeElement : null;
  find("ul", to).append(moves);
  focused?.focus();
  find("[data-groups]", moves).value = change.group ?? "";
  tidy(before);
}

function votes(change) {
  const there = card(change.thing);
  if (there) find("[data-votes]", there).textContent = change.votes;
}

function begun(id, column) {
  const made = pattern("group", "GROUP", id);
  column.insertBefore(made, find('[data-group=""]', column));
  const name = called.get(id) ?? "";
  for (const one of made.querySelectorAll('input[name="name"]')) one.value = name;
  for (const each of column.querySelectorAll("[data-card]")) option(each, made, name);
  begin(made);
  named({ thing: id, text: name });
  return made;
}

function option(of, there, name = find("[data-name]", there).textContent) {
  find("[data-groups]", of).append(new Option(name, there.dataset.group));
}

// A group without cards is gone, here as everywhere.
function tidy(before) {
  if (!before?.dataset.group || find("[data-card]", before)) return;
  for (const one of board.querySelectorAll(`option[value="${before.dataset.group}"]`)) one.remove();
  before.remove();
}

function pattern(name, mark, id) {
  const made = find(`[data-pattern="${name}"]`).content.firstElementChild.cloneNode(true);
  for (const one of [made, ...made.querySelectorAll("*")]) {
    for (const { name: attribute, value } of [...one.attributes]) {
      if (value.includes(mark)) one.setAttribute(attribute, value.replace(mark, id));
    }
  }
  return made;
}

// Mine alone: which cards I may take back, and where my votes are. Nobody else hears of it.
function mine(told) {
  const left = find("[data-left]");
  if (left) left.textContent = told.says;
  for (const one of board.querySelectorAll("[data-card]")) {
    const given = told.given[one.dataset.card] ?? 0;
    find("[data-given]", one).textContent = given;
    find("[data-mine]", one).hidden = find("[data-if-given]", one).hidden = !given;
    find("[data-if-own]", one).hidden = !told.own.includes(one.dataset.card) && !("leads" in board.dataset);
  }
}

async function send(form) {
  const says = find("[data-refused]");
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer || answer.status >= 500) return away(true);
  if (answer.status === 401 || answer.redirected) return location.reload();
  const told = await answer.json().catch(() => ({}));
  says.hidden = !told.refused;
  says.textContent = told.refused ?? "";
  if (told.refused) return;
  form.reset();
  const details = form.closest("details");
  // Whoever works by keys goes on where they were: what stands in a closed part has no focus.
  if (details?.contains(document.activeElement)) find("summary", details).focus();
  if (details) details.open = false;
  if (told.own) pending = told;
  if (told.own) mine(told);
}

let pending = null;

function begin(root) {
  for (const form of root.querySelectorAll("form[data-board]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
  for (const one of root.matches?.("[data-card]") ? [root] : root.querySelectorAll("[data-card]")) drags(one);
  if (pending) mine(pending);
}

// Dragging is a bonus: what it does, the form under “Group” does too.
function drags(one) {
  one.draggable = true;
  one.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", one.dataset.card));
}

function drops() {
  const target = (event) => event.target.closest?.("[data-group]");
  board.addEventListener("dragover", (event) => target(event) && event.preventDefault());
  board.addEventListener("drop", (event) => {
    const to = target(event);
    const moves = card(event.dataTransfer.getData("text/plain"));
    if (!to || !moves || to.contains(moves)) return;
    event.preventDefault();
    const form = find("[data-groups]", moves).form;
    if (![...form.elements.group.options].some((one) => one.value === to.dataset.group)) return;
    form.elements.group.value = to.dataset.group;
    form.elements.name.value = "";
    send(form);
  });
}

if (board && window.EventSource) {
  begin(board);
  drops();
  open();
}
