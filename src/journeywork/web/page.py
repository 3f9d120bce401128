"""What every page shares: the shell around it, and how it is rendered."""

import json
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from journeywork.engine.people import Person, Seat
from journeywork.engine.permissions import Reach, reach
from journeywork.subscriptions import queries as subscriptions

THEMES = ("light", "dark")

#: htmx without what a strict content policy forbids; answers with faults (422) are shown too
HTMX = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


class PageRequest(HttpRequest):
    """A request that passed `needs`: who asks, from which seat, and how far they reach."""

    person: Person
    seat: Seat
    reach: Reach
    htmx: HtmxDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the rail. `key` is its keyboard shortcut, `note` a second line."""

    name: str
    url: str
    icon: str
    current: bool = False
    key: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What stands around a page: groups of places for the rail, and for the bar on phones."""

    places: tuple[tuple[Place, ...], ...]
    bar: tuple[Place, ...]
    more: tuple[Place, ...]
    person: Person

    def may(self, permission: str) -> bool:
        """Tell whether the reader's roles give `permission` any reach at all."""
        return may(self.person, permission)

    def stopped_webhooks(self) -> int:
        """Return how many webhooks need somebody; each call asks the database."""
        return subscriptions.stopped()


def show(
    request: PageRequest, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render `template` with `values`; the shell around it comes from `around`."""
    return render(request, template, values, status=status)


def show_part(
    request: HttpRequest, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a part of a page, for htmx to swap in."""
    return render(request, template, values, status=status)


def show_plain(
    request: HttpRequest, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page that has no rail: before one is in, and where something went wrong."""
    return render(request, template, values, status=status)


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what every template may use: the shell (None for nobody), the look, the messages."""
    here = getattr(request, "person", None) is not None
    return {
        "shell": SimpleLazyObject(lambda: shell(cast("PageRequest", request))) if here else None,
        "theme": theme_of(request),
        "messages": messages.get_messages(request),
        "htmx_config": HTMX,
    }


def theme_of(request: HttpRequest) -> str:
    """Return the look that was chosen in this browser, "" for the system's own."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def shell(request: PageRequest) -> Shell:
    """Return what stands around a page for whoever asks for it."""
    person, organisation = request.person, request.seat.org_name
    groups = tuple(
        tuple(_place(request, *entry) for permission, *entry in group if may(person, permission))
        for group in (_daily() + _leading(person), _further(), _own(person, organisation))
    )
    everything = tuple(place for group in groups for place in group)
    return Shell(
        places=tuple(group for group in groups if group),
        bar=everything[:4],
        more=everything[4:],
        person=person,
    )


#: place -> the beginnings of the addresses that belong to it, where they are not its own
_BELOW = {
    "today": ("/offers/", "/silences/", "/reflection/"),
    "cards": ("/cards/", "/requests/"),
    "debriefs": ("/debriefs/", "/lessons/"),
    "activities": ("/activities/", "/reflections/", "/assignments/", "/shadowing/", "/mentoring/"),
    "teams": ("/teams/", "/people/"),
    "coaching": ("/coaching/", "/opportunity/"),
    "me": ("/me/", "/accounts/"),
}
Entry = tuple[str, str, str, str, str, str]


def _daily() -> tuple[Entry, ...]:
    return (
        ("today.read", "today", _("Today"), "today", "g t", ""),
        ("ask.use", "ask", _("Ask"), "ask", "/", ""),
        ("card.read", "cards", _("Cards"), "cards", "g c", ""),
        ("work.read", "work", _("Work"), "work", "g w", ""),
        ("debrief.read", "debriefs", _("Debriefs"), "debriefs", "g d", ""),
        ("activity.read", "activities", _("Activities"), "activities", "g a", ""),
        ("post.read", "posts", _("Posts"), "posts", "g p", ""),
        ("team.read", "teams", _("Teams"), "teams", "", ""),
    )


def _leading(person: Person) -> tuple[Entry, ...]:
    """Return the place of whoever leads a team; a member comes to one-to-ones by Activities."""
    if not person.leads:
        return ()
    return (("coaching.read", "coaching", _("Coaching"), "coaching", "", ""),)


def _further() -> tuple[Entry, ...]:
    return (
        ("growth.write", "growth", _("To learn"), "growth", "g l", ""),
        ("card.write", "write", _("Write a note"), "write", "n", ""),
        ("replay.read", "replay", _("Replay"), "replay", "", ""),
        ("programme.write", "programmes", _("Programmes"), "programmes", "", ""),
        ("people.write", "admin", _("Administration"), "admin", "", ""),
    )


def _own(person: Person, organisation: str) -> tuple[Entry, ...]:
    return (("person.write", "me", person.name, "me", "", organisation),)


def may(person: Person, permission: str) -> bool:
    """Tell whether a person's roles give `permission` any reach at all."""
    return reach(person.roles, permission) is not None


def _place(request: HttpRequest, name: str, says: str, icon: str, key: str, note: str) -> Place:
    address = reverse(name)
    here = request.path == address or request.path.startswith(_BELOW.get(name, (address,)))
    return Place(name=says, url=address, icon=icon, current=here, key=key, note=note)
