"""What every page shares: the shell around it, and how it is rendered."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from journeywork.engine.people import Person, Seat
from journeywork.engine.permissions import Reach, reach

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
    theme: str
    messages: Any
    person: Person

    def may(self, permission: str) -> bool:
        """Tell whether the reader's roles give `permission` any reach at all."""
        return may(self.person, permission)


def show(
    request: PageRequest, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render `template` with `values` and the shell around it."""
    context = {"shell": shell(request), "htmx_config": HTMX} | values
    return render(request, template, context, status=status)


def show_part(
    request: HttpRequest, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a part of a page, for htmx to swap in."""
    return render(request, template, values, status=status)


def show_plain(
    request: HttpRequest, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page that has no rail: before one is in, and where something went wrong."""
    context = {"theme": theme_of(request), "htmx_config": HTMX} | values
    return render(request, template, context, status=status)


def theme_of(request: HttpRequest) -> str:
    """Return the look that was chosen in this browser, "" for the system's own."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def shell(request: PageRequest) -> Shell:
    """Return what stands around a page for whoever asks for it."""
    person, organisation = request.person, request.seat.org_name
    groups = tuple(
        tuple(_place(request, *entry) for permission, *entry in group if may(person, permission))
        for group in (_daily(), _further(), _own(person, organisation))
    )
    everything = tuple(place for group in groups for place in group)
    return Shell(
        places=tuple(group for group in groups if group),
        bar=everything[:4],
        more=everything[4:],
        theme=theme_of(request),
        messages=messages.get_messages(request),
        person=person,
    )


#: place -> the beginnings of the addresses that belong to it, where they are not its own
_BELOW = {
    "today": ("/offers/", "/silences/"),
    "cards": ("/cards/", "/requests/"),
    "teams": ("/teams/", "/people/"),
}
Entry = tuple[str, str, str, str, str, str]


def _daily() -> tuple[Entry, ...]:
    return (
        ("today.read", "today", _("Today"), "today", "g t", ""),
        ("ask.use", "ask", _("Ask"), "ask", "/", ""),
        ("card.read", "cards", _("Cards"), "cards", "g c", ""),
        ("work.read", "work", _("Work"), "work", "g w", ""),
        ("team.read", "teams", _("Teams"), "teams", "", ""),
    )


def _further() -> tuple[Entry, ...]:
    return (
        ("card.write", "write", _("Write a note"), "write", "n", ""),
        ("replay.read", "replay", _("Replay"), "replay", "", ""),
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
