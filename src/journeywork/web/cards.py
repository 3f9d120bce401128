"""Cards: the list, one card, and what a reader can say about it."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from journeywork.debriefs import queries as debriefs
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import Card, CardKind, CardState, Trust
from journeywork.engine.people import Person
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.reasons import said
from journeywork.knowledge import actions, queries
from journeywork.knowledge.posts import queries as posts
from journeywork.people import queries as people
from journeywork.web import words
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import chosen, identifier

PAGE = 30
LONGEST_SEARCH = 300
ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the cards is looked for."""

    text: str
    kind: CardKind | None
    trust: Trust | None
    topic: str
    show: str

    @classmethod
    def read(cls, given: QueryDict) -> "Filters":
        """Read the filters from an address; what makes no sense is left out."""
        return cls(
            text=given.get("text", "")[:LONGEST_SEARCH].strip(),
            kind=chosen(CardKind, given.get("kind")),
            trust=chosen(Trust, given.get("trust")),
            topic=given.get("topic", "")[:LONGEST_SEARCH],
            show=given.get("show", ""),
        )

    def any(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.text or self.kind or self.trust or self.topic or self.show)


@require_GET
@needs("card.read")
def cards(request: PageRequest) -> HttpResponse:
    """Show the cards, or those that match; for htmx the list alone."""
    filters = Filters.read(request.GET)
    before = identifier(request.GET.get("before"))
    found = _find(filters, request.person, before)
    values = {
        "filters": filters,
        "show": filters.show,
        "cards": found[:PAGE],
        "older": _older(request.GET, found) if not filters.text else "",
        "filtered": filters.any(),
        "helped": queries.helped_this_month(request.person.id) if filters.show == "mine" else {},
    }
    if request.htmx:
        return show_part(request, "cards_found.html", values)
    return show(request, "cards.html", values | {"tabs": tabs(filters.show)})


@require_GET
@needs("card.read")
def card(request: PageRequest, key: str) -> HttpResponse:
    """Show a card as it is read, with its trust state and who looks after it."""
    me = request.person
    shown = queries.card_by_key(key, reader=me.id)
    values = {
        "card": shown,
        "body": Markup(queries.text_html(shown.body)),  # noqa: S704 - sanitised by the room
        "owner": people.persons([shown.owner], active_only=False).get(shown.owner)
        if shown.owner
        else None,
        "can_write": queries.may_change(shown, me),
        "can_adopt": queries.may_change(shown, me, "card.adopt"),
        "offer_id": identifier(request.GET.get("offer")),
        "writers": _writers(shown, me),
    }
    is_lesson = shown.kind is CardKind.LESSON
    values["born"] = debriefs.lessons_of_cards([shown.id]).get(shown.id) if is_lesson else None
    values["reports"] = _reports(shown, me) if values["can_write"] else []
    return show(request, "card.html", values)


@require_POST
@needs("card.flag")
def answer(request: PageRequest, key: str) -> HttpResponse:
    """Say whether a card helped; through an offer, it answers the offer too."""
    kind = chosen(ResponseKind, request.POST.get("kind"))
    shown = queries.card_by_key(key, reader=request.person.id)
    if kind in words.ANSWERS:
        offer = identifier(request.GET.get("offer"))
        feedback.respond(
            offer_id=offer,
            option_id=None if offer else shown.id,
            kind=kind,
            by=request.person.id,
            at=clock.now(),
        )
        return _thanks(request, words.THANKS[kind], shown)
    return redirect("card", key)


@require_POST
@needs("card.flag")
def flag(request: PageRequest, key: str) -> HttpResponse:
    """Say that a card is outdated: its owner has a task, the reader our thanks."""
    shown = queries.card_by_key(key, reader=request.person.id)
    note = request.POST.get("note", "")[:500]
    actions.flag(card_id=shown.id, note=note, by=request.person.id, at=clock.now())
    return _thanks(request, _("Thank you. Its owner has been asked to look it over."), shown)


@require_POST
@needs("card.write")
def review(request: PageRequest, key: str) -> HttpResponse:
    """Say that a card is still right as it stands."""
    shown = queries.card_by_key(key, reader=request.person.id)
    actions.review(card_id=shown.id, by=request.person.id, at=clock.now())
    messages.success(request, _("Noted: it is right as it stands."))
    return redirect("card", key)


@require_POST
@needs("card.write")
def publish(request: PageRequest, key: str) -> HttpResponse:
    """Let colleagues read a draft."""
    shown = queries.card_by_key(key, reader=request.person.id)
    actions.publish_card(card_id=shown.id, by=request.person.id, at=clock.now())
    messages.success(request, _("Published. Colleagues find it from now on."))
    return redirect("card", key)


@require_POST
@needs("card.write")
def archive(request: PageRequest, key: str) -> HttpResponse:
    """Take a card out of use; it stays readable under its address."""
    shown = queries.card_by_key(key, reader=request.person.id)
    actions.archive(card_id=shown.id, by=request.person.id, at=clock.now())
    messages.success(request, _("Archived. It is no longer found or offered."))
    return redirect("card", key)


@require_POST
@needs("card.adopt")
def adopt(request: PageRequest, key: str) -> HttpResponse:
    """Look after a card that nobody looks after."""
    shown = queries.card_by_key(key, reader=request.person.id)
    actions.adopt(card_id=shown.id, by=request.person.id, at=clock.now())
    messages.success(request, _("Thank you. It is yours to look after now."))
    return redirect("card", key)


def _find(filters: Filters, me: Person, before: UUID | None) -> tuple[Card, ...]:
    mine = filters.show in ("mine", "drafts")
    state = {"drafts": CardState.DRAFT, "archived": CardState.ARCHIVED}.get(filters.show)
    return queries.cards(
        kind=filters.kind,
        owner=me.id if mine else None,
        topic=filters.topic or None,
        trust=filters.trust,
        state=state,
        text=filters.text,
        limit=PAGE + 1,
        before=before,
        reader=me.id,
    )


def _older(given: QueryDict, found: tuple[Card, ...]) -> str:
    if len(found) <= PAGE:
        return ""
    kept = {name: value for name, value in given.items() if name != "before" and value}
    return f"{reverse('cards')}?{urlencode(kept | {'before': found[PAGE - 1].id})}"


def tabs(show: str) -> list[dict[str, object]]:
    """Return the lists of cards, and that of what is asked for (`show` is "asked")."""
    named = (
        ("", _("All")),
        ("mine", _("Mine")),
        ("drafts", _("My drafts")),
        ("archived", _("Archived")),
    )
    lists: list[dict[str, object]] = [
        {
            "name": says,
            "url": reverse("cards") + (f"?show={value}" if value else ""),
            "current": show == value,
        }
        for value, says in named
    ]
    asked = {"name": _("Asked for"), "url": reverse("requests"), "current": show == ASKED}
    return [*lists, asked]


def _reports(card: Card, me: Person) -> list[str]:
    """Return what readers say is no longer right; only for those who can put it right."""
    if card.trust is not Trust.FLAGGED:
        return []
    return [said(task.says) for task in queries.reports(card.id, reader=me.id)]


def _writers(card: Card, me: Person) -> list[dict[str, str]]:
    """Return who wrote the posts that a card was made of, and where a post can be read."""
    found = posts.sources_of(card.id, reader=me)
    names = people.names(one.author for one in found) if found else {}
    return [
        {
            "name": names.get(one.author, ""),
            "url": "" if one.gone else reverse("post", args=(one.thread or one.id,)),
        }
        for one in found
    ]


def _thanks(request: PageRequest, says: object, card: Card) -> HttpResponse:
    if request.htmx:
        return show_part(request, "thanks.html", {"thanks": says})
    messages.success(request, str(says))
    return redirect("card", card.key)
