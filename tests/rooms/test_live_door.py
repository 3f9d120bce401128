"""The door of a live debrief's stream: who is let in, how many, and what a stream says first."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings

from journeywork.config.fast import fast_doors
from journeywork.config.live_door import LiveDoor
from journeywork.config.live_rooms import Rooms
from journeywork.debriefs import actions
from journeywork.engine.debriefs import Debrief
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.direct import Direct
from tests.conftest import Cast
from tests.fakes.knocking import Knock, scope_of
from tests.rooms.debriefing import opened
from tests.web.conftest import session_of


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


def ask(debrief: Debrief, person: Person | None, **more: str) -> Knock:
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(person)}" if person else "x=y"
    path = f"/debriefs/{debrief.id}/live/events"
    return Knock(path, b"", "GET", {"cookie": cookie, **more})


def listened(
    knock: Knock, *, seconds: float = 1.0, heartbeat: float = 15.0, most: int = 9
) -> tuple[int, dict[str, str], str]:
    """Listen for a while; return status, headers, and what was heard."""
    return asyncio.run(_listened(knock, seconds, heartbeat, most))


async def _listened(
    knock: Knock, seconds: float, heartbeat: float, most: int
) -> tuple[int, dict[str, str], str]:
    rooms = Rooms(settings.DIRECT_URL, settings=settings.DIRECT_SETTINGS)
    door = LiveDoor(rooms, heartbeat=heartbeat, most=most)
    application = fast_doors(Direct(settings.DIRECT_URL), live=door)
    sent: list[dict[str, Any]] = []
    until = asyncio.get_running_loop().time() + seconds

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(max(0.0, until - asyncio.get_running_loop().time()))
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await application(scope_of(knock), receive, send)
    assert rooms.listeners == 0
    await rooms.close()
    start, *rest = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(one.get("body", b"") for one in rest).decode()


def test_whoever_takes_part_hears_what_is_new(cast: Cast) -> None:
    debrief = opened(cast, clock.now(), named=True, live=True)
    for text in ("one", "two"):
        actions.write_card(debrief_id=debrief.id, question="worked", text=text, by=cast.ana.id)
    status, headers, heard = listened(ask(debrief, cast.ben, **{"last-event-id": "1"}))
    assert (status, headers["content-type"].split(";")[0], headers["cache-control"]) == (
        200, "text/event-stream", "no-store",
    )  # fmt: skip
    assert heard.startswith("retry: ")
    assert ("id: 1\n" in heard, heard.count("event: change"), '"text":"two"' in heard) == (
        False, 1, True,
    )  # fmt: skip


def test_a_sign_of_life_comes_while_nothing_happens(cast: Cast) -> None:
    debrief = opened(cast, clock.now(), named=True, live=True)
    assert ": still here" in listened(ask(debrief, cast.ben), heartbeat=0.2)[2]


@pytest.mark.parametrize("given", ["-1", "1e9", "abc", "9" * 40, "²"])
def test_a_number_that_is_none_begins_at_the_first(cast: Cast, given: str) -> None:
    debrief = opened(cast, clock.now(), named=True, live=True)
    actions.write_card(debrief_id=debrief.id, question="worked", text="one", by=cast.ana.id)
    heard = listened(ask(debrief, cast.ben, **{"last-event-id": given}))[2]
    assert heard.count("event: change") == 1


def test_who_takes_no_part_and_who_is_not_signed_in_hear_nothing(cast: Cast) -> None:
    debrief = opened(cast, clock.now(), named=True, live=True, people_ids=[cast.ben.id])
    people = (cast.cleo, cast.outsider, None)
    assert [listened(ask(debrief, one))[0] for one in people] == [404, 404, 401]


def test_one_that_is_over_or_not_live_ends_for_good(cast: Cast) -> None:
    alone = opened(cast, clock.now(), named=True)
    over = opened(cast, clock.now(), named=True, live=True)
    actions.write_card(debrief_id=over.id, question="worked", text="one", by=cast.ana.id)
    assert over.facilitator
    actions.finish(debrief_id=over.id, by=over.facilitator, at=clock.now())
    assert [listened(ask(one, cast.ana))[0] for one in (alone, over)] == [204, 204]


def test_one_too_many_is_asked_to_come_back(cast: Cast) -> None:
    debrief = opened(cast, clock.now(), named=True, live=True)
    status, headers, _ = listened(ask(debrief, cast.ana), most=0)
    assert (status, headers["retry-after"]) == (503, "5")


def test_nothing_that_is_heard_without_names_is_anybodys(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, clock.now(), live=True)
    for person in (cast.ana, cast.ben, cast.dora):
        actions.come(debrief_id=debrief.id, by=person.id, key=person.key)
    card = actions.write_card(
        debrief_id=debrief.id, question="worked", text="one", by=cast.ana.id, key="ana"
    )
    actions.vote(debrief_id=debrief.id, card_id=card, up=True, by=cast.ben.id, key="ben")
    heard = listened(ask(debrief, cast.dora))[2]
    assert heard.count("event: change") == 2
    assert [str(one.id) in heard for one in (cast.ana, cast.ben, cast.dora)] == [False] * 3
    assert "mark" not in heard
