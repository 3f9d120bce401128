// Tabs that do not fit: the one where we are is in sight, and a fading edge tells that it goes on.
export function show(list) {
  const here = list.querySelector("[aria-current]");
  if (here) list.scrollLeft = here.offsetLeft - list.offsetLeft - (list.clientWidth - here.offsetWidth) / 2;
  const look = () => mark(list);
  list.addEventListener("scroll", look, { passive: true });
  addEventListener("resize", look);
  look();
}

function mark(list) {
  const before = list.scrollLeft > 1;
  const after = list.scrollLeft + list.clientWidth < list.scrollWidth - 1;
  if (before || after) list.dataset.more = before && after ? "both" : before ? "before" : "after";
  else delete list.dataset.more;
}
