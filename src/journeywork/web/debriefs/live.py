"""The page of a live debrief: a board that all see change, and plain forms that change it.

Every form goes to one address, whatever it does, and works without scripts. With them the page
hears what others do (`static/web/js/board.js`) from the stream of `config/live_door.py`.
"""

import json
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from journeywork.debriefs import actions, live_reading, queries
from journeywork.engine.debriefs import FEWEST_WITHOUT_NAMES, Debrief, DebriefState
from journeywork.engine.live_boards import (
    LONGEST_CARD,
    LONGEST_NAME,
    VOTES,
    in_columns,
)
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Denied, Invalid
from journeywork.kernel.reasons import said
from journeywork.web.debriefs.asked import ASKED, KEY, remember
from journeywork.web.page import PageRequest
from journeywork.web.parsing import identifier

NOWHERE = UUID(int=0)


def board(request: PageRequest, looked: queries.Looked, names: dict[UUID, str]) -> dict[str, Any]:
    """Return what the page of a live debrief shows beside what all of them show."""
    key = request.COOKIES.get(KEY, "")
    live = live_reading.live(looked, reader=request.person.id, key=key)
    found = looked.debrief
    return {
        "live": live,
        "columns": [
            (question, ASKED[question][0], groups)
            for question, groups in in_columns(live.board).items()
        ],
        "here": _here(live, found),
        "left": left(live.left),
        "names_by_id": json.dumps({str(id): name for id, name in names.items()}),
        "missing": max(0, FEWEST_WITHOUT_NAMES - live.here),
        "most": VOTES,
        "longest": LONGEST_CARD,
        "longest_name": LONGEST_NAME,
    }


@require_POST
@needs("debrief.write")
def act(request: PageRequest, debrief_id: UUID) -> HttpResponse:
    """Do something at the board: come, write, group, name, vote, take back."""
    found = queries.debrief(debrief_id, reader=request.person.id)
    key = "" if found.named else request.COOKIES.get(KEY, "")
    what = request.POST.get("do", "")
    if what == "come" and not found.named:
        key = key or token_urlsafe(32)
    refused = _refused(lambda: DOES.get(what, _nothing)(request, found, key))
    answer = _answer(request, found, key, refused)
    if what == "come" and key and not refused:
        remember(answer, found, key)
    return answer


def _answer(request: PageRequest, found: Debrief, key: str, refused: str) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return _told(request, found, key, refused)
    if refused:
        messages.error(request, refused)
    place = identifier(request.POST.get("card"))
    return redirect(f"/debriefs/{found.id}/" + (f"#card-{place}" if place else ""))


def _told(request: PageRequest, found: Debrief, key: str, refused: str) -> JsonResponse:
    """Return what is mine on the board, for the script; nobody else hears of it."""
    now = queries.look(found.id, reader=request.person.id)
    if refused or now.debrief.state is not DebriefState.WRITING:
        return JsonResponse({"refused": refused}, status=422 if refused else 200)
    live = live_reading.live(now, reader=request.person.id, key=key)
    return JsonResponse(
        {
            "own": [str(id) for id in live.own],
            "given": {str(id): votes for id, votes in live.given.items()},
            "left": live.left,
            "says": left(live.left),
        }
    )


def left(votes: int) -> str:
    """Say how many votes somebody has yet."""
    return ngettext("You have %(num)d vote left.", "You have %(num)d votes left.", votes) % {
        "num": votes
    }


def _here(live: live_reading.Live, found: Debrief) -> str:
    if found.named:
        return ""
    return ngettext("%(num)d is here.", "%(num)d are here.", live.here) % {"num": live.here}


def _refused(act: Callable[[], None]) -> str:
    """Do something; return why it was refused, in words, empty where it was not."""
    try:
        act()
    except Invalid as fault:
        return " ".join(
            f"{said(says)[:1].upper()}{said(says)[1:]}." for says in fault.faults.values()
        )
    except Denied:
        return _("Only whoever wrote a card or leads here takes it away.")
    return ""


def _nothing(request: PageRequest, found: Debrief, key: str) -> None:
    """Do nothing: a form that there is not."""


def _come(request: PageRequest, found: Debrief, key: str) -> None:
    actions.come(debrief_id=found.id, by=request.person.id, key=key)


def _card(request: PageRequest, found: Debrief, key: str) -> None:
    question, text = request.POST.get("question", ""), request.POST.get("text", "")
    actions.write_card(
        debrief_id=found.id, question=question, text=text, by=request.person.id, key=key
    )


def _take(request: PageRequest, found: Debrief, key: str) -> None:
    at = clock.now()
    actions.take_card(
        debrief_id=found.id, card_id=_thing(request, "card"), by=request.person.id, at=at, key=key
    )


def _group(request: PageRequest, found: Debrief, key: str) -> None:
    """Put a card into a group: the chosen one, or a new one where a name stands in the form."""
    del key
    name = request.POST.get("name", "")
    into = None if name.strip() else identifier(request.POST.get("group"))
    actions.group(
        debrief_id=found.id,
        card_id=_thing(request, "card"),
        into=into,
        name=name,
        by=request.person.id,
    )


def _name(request: PageRequest, found: Debrief, key: str) -> None:
    del key
    group, name = _thing(request, "group"), request.POST.get("name", "")
    actions.rename(debrief_id=found.id, group_id=group, name=name, by=request.person.id)


def _up(request: PageRequest, found: Debrief, key: str) -> None:
    _vote(request, found, key, up=True)


def _down(request: PageRequest, found: Debrief, key: str) -> None:
    _vote(request, found, key, up=False)


def _vote(request: PageRequest, found: Debrief, key: str, *, up: bool) -> None:
    card = _thing(request, "card")
    actions.vote(debrief_id=found.id, card_id=card, up=up, by=request.person.id, key=key)


def _thing(request: PageRequest, name: str) -> UUID:
    return identifier(request.POST.get(name)) or NOWHERE


DOES: dict[str, Callable[[PageRequest, Debrief, str], None]] = {
    "come": _come,
    "card": _card,
    "take": _take,
    "group": _group,
    "name": _name,
    "up": _up,
    "down": _down,
}
