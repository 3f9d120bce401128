"""Where an opportunity is taken up: the page it leads to, and what it is called."""

from urllib.parse import quote
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journeywork.engine.opportunities import JOURNAL, Find, OpportunityKind
from journeywork.engine.stances import Stance

Words = str | Promise

KINDS: dict[OpportunityKind, Words] = {
    OpportunityKind.SHADOWING: _("Somebody to watch"),
    OpportunityKind.STRETCH: _("Work a little ahead of you"),
    OpportunityKind.WORK: _("Work at hand"),
    OpportunityKind.DEBRIEF: _("A look back"),
    OpportunityKind.LESSON: _("Lesson"),
    OpportunityKind.CARD: _("Card"),
    OpportunityKind.MENTOR: _("Somebody who knows"),
}
#: what somebody wants of a piece of work, on its button
STANCES: dict[Stance, Words] = {
    Stance.COMPLETION: _("Get it done"),
    Stance.PERFORMANCE: _("Do it well"),
    Stance.DEVELOPMENT: _("Learn from it"),
}
#: what help does then
STANCES_SAY: dict[Stance, Words] = {
    Stance.COMPLETION: _("Help is the shortest card that fits, and nothing else."),
    Stance.PERFORMANCE: _("Help is the checklist first."),
    Stance.DEVELOPMENT: _(
        "Help is the why and other ways to do it; afterwards you are asked what you learned."
    ),
}


def address(find: Find) -> str:
    """Return the page of a find."""
    match find.kind:
        case OpportunityKind.CARD | OpportunityKind.LESSON:
            return reverse("card", args=(find.key,))
        case OpportunityKind.MENTOR:
            return reverse("person", args=(find.key,))
        case _:
            return passing(f"{find.kind.value}/{find.key}", find.thing)


def passing(key: str, thing: UUID) -> str:
    """Return the page of an option that is an opportunity, by its key: `kind` or `kind/more`."""
    kind, _cut, more = key.partition("/")
    if kind == JOURNAL:
        return f"{reverse('journal')}?episode={quote(str(thing))}"
    if kind == OpportunityKind.WORK:
        return reverse("episode", args=(thing,))
    if kind == OpportunityKind.DEBRIEF:
        new = f"{reverse('debrief-new')}?proposal={thing}"
        return new if more == "proposal" else reverse("debrief", args=(thing,))
    if kind == OpportunityKind.STRETCH:
        return _there("assignment-new", f"?proposal={thing}")
    if kind == OpportunityKind.SHADOWING:
        return _there("shadow-offer", "", thing)
    return reverse("growth")


def _there(name: str, more: str, *given: UUID) -> str:
    """Return a page of another room; one's own list where that room shows no such page."""
    try:
        return reverse(name, args=given) + more
    except NoReverseMatch:
        return reverse("growth")
