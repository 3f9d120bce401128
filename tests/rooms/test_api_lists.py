"""Lists of the API, page by page: nothing is seen twice, and nothing is missed."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.rooms.calling import Calls, walk


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


@pytest.fixture
def ada(cast: Cast, at: datetime) -> Person:
    """Somebody who may see every list."""
    del cast
    return people.add_person(
        name="Ada", email="", roles=("administrator",), invited=True, by=None, at=at
    )


def card(by: Person, at: datetime, number: int, *, minutes: int = 0) -> UUID:
    """Publish a card, changed so many minutes before `at`."""
    when = at - timedelta(minutes=minutes)
    made = knowledge.draft(title=f"Lock {number}", body="Take few.", by=by.id, at=when)
    knowledge.publish_card(card_id=made.id, by=by.id, at=when)
    return made.id


def change(by: Person, at: datetime, number: int) -> WorkEvent:
    return WorkEvent(
        source="urn:test", id=str(number), type="change.proposed", at=at,
        subject=f"change/{number}", by=by.id, by_handle=f"h{number}",
    )  # fmt: skip


def add_card(cast: Cast, at: datetime, number: int) -> None:
    # Beside the others, above them, and at the very same moment as one of them.
    card(cast.ana, at, number, minutes=(-number, 0, number)[number % 3])


def add_request(cast: Cast, at: datetime, number: int) -> None:
    name = "".join("abcdefghij"[int(digit)] for digit in str(number))
    for asker in (cast.ana, cast.ben, cast.cleo)[: 1 + number % 3]:
        knowledge.miss(text=f"wanted {name * 3} lathe", by=asker.id, at=at)


def add_work(cast: Cast, at: datetime, number: int) -> None:
    # Emil is in no team: his work is open to all.
    work.accept([change(cast.emil, at + timedelta(seconds=number % 3), number)], by=None, at=at)
    while work.digest(at=at):
        pass


def add_set_aside(cast: Cast, at: datetime, number: int) -> None:
    del cast
    work.set_aside(source="urn:x", id=str(number), type="x", reason="is no event", at=at)


def add_person(cast: Cast, at: datetime, number: int) -> None:
    del cast
    people.add_person(name=f"P{number * 37 % 101}", email="", invited=True, by=None, at=at)


def add_webhook(cast: Cast, at: datetime, number: int) -> None:
    from journeywork.subscriptions import actions

    del cast
    address = "https://w.example"
    actions.add(
        name=f"w{number * 37 % 101}", address=address, kinds=["card.published"], by=None, at=at
    )


GROWING: dict[str, tuple[Callable[[Cast, datetime, int], None], str]] = {
    "cards": (add_card, "id"),
    "cards?mine=false&topic=": (add_card, "id"),
    "requests": (add_request, "id"),
    "episodes": (add_work, "uuid"),
    "admin/set-aside": (add_set_aside, "at"),
    "people": (add_person, "id"),
    "admin/people": (add_person, "id"),
    "admin/webhooks": (add_webhook, "id"),
    "admin/audit": (add_webhook, "number"),
}


@pytest.mark.parametrize("path", GROWING)
@settings(
    max_examples=3,
    phases=(Phase.generate,),  # A walk takes a second: what is found is shown as it was found.
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(limit=st.integers(1, 4), before=st.integers(2, 7), between=st.integers(1, 3))
def test_who_walks_a_list_while_others_add_to_it_sees_each_older_thing_once(
    path: str, limit: int, before: int, between: int, cast: Cast, at: datetime, ada: Person
) -> None:
    from django.db import transaction

    add, key = GROWING[path]
    ana = Calls(at + timedelta(hours=1)).as_(ada)
    point = transaction.savepoint()
    for number in range(before):
        add(cast, at, number)
    older = [str(one) for one in walk(ana, path, limit=50)]
    assert len(older) >= before
    seen: list[Any] = []
    page, number = ana("GET", f"{path}{'&' if '?' in path else '?'}limit={limit}"), before
    while True:
        seen += [str(one) for one in page.items]
        onward = page.headers.get("Link")
        assert len(seen) < 100, "it goes on for ever"
        if onward is None:
            break
        for _ in range(between if number < before + 12 else 0):
            add(cast, at, number)
            number += 1
        page = ana("GET", onward.removeprefix("</api/v1/").partition(">")[0])
    assert [one for one in seen if one in older] == older
    assert len(seen) == len(set(seen)) or key == "at"
    transaction.savepoint_rollback(point)


def test_what_goes_away_or_changes_meanwhile_does_not_begin_the_list_anew(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    ids = [card(cast.ana, at, number, minutes=number) for number in range(4)]
    ana = calls.as_(cast.ana)
    first = ana("GET", "cards?limit=2").json
    assert [each["id"] for each in first["items"]] == [str(id) for id in ids[:2]]
    knowledge.edit(card_id=ids[1], by=cast.ana.id, at=at + timedelta(minutes=9), title="Locks")
    rest = ana("GET", f"cards?limit=9&cursor={first['next']}").json
    assert ([each["id"] for each in rest["items"]], rest["next"]) == (
        [str(id) for id in ids[2:]],
        None,
    )


def test_what_fits_best_is_walked_in_the_order_of_the_whole(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    for number in range(5):
        card(cast.ana, at, number, minutes=number)
    indexing.catch_up()
    ana = calls.as_(cast.ana)
    whole = ana("GET", "cards?text=lock").items
    assert (len(whole), walk(ana, "cards?text=lock", limit=2)) == (5, whole)


CURSORS = ["1", "AAAA", "ä", "%F0%9F%A6%8A", "=" * 9, "a" * 4001, "../..", "null"]


@pytest.mark.parametrize("cursor", CURSORS)
@pytest.mark.parametrize("path", ["cards", "episodes", "me/tokens", "people", "requests"])
def test_a_cursor_of_nobody_is_named(path: str, cursor: str, cast: Cast, calls: Calls) -> None:
    answer = calls.as_(cast.ana)("GET", f"{path}?cursor={cursor}")
    assert (answer.status, set(answer.faults)) == (422, {"cursor"})


def test_a_cursor_is_for_one_person_one_list_and_one_question(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    for number in range(3):
        card(cast.ana, at, number)
    ana = calls.as_(cast.ana)
    cursor = ana("GET", "cards?limit=1&mine=true").json["next"]
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=="))
    raw[-1] ^= 1
    changed = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    asked = {
        "the same": ana("GET", f"cards?mine=true&cursor={cursor}"),
        "more at once": ana("GET", f"cards?mine=true&limit=200&cursor={cursor}"),
        "another question": ana("GET", f"cards?cursor={cursor}"),
        "another list": ana("GET", f"requests?mine=true&cursor={cursor}"),
        "another place": ana("GET", f"cards?mine=true&cursor={changed}"),
        "Ben's": calls.as_(cast.ben)("GET", f"cards?mine=true&cursor={cursor}"),
    }
    assert {name: answer.status for name, answer in asked.items()} == dict.fromkeys(asked, 422) | {
        "the same": 200,
        "more at once": 200,
    }


def test_a_cursor_outlives_a_new_key_as_long_as_the_old_one_is_kept(
    cast: Cast, calls: Calls, at: datetime, settings: Any
) -> None:
    for number in range(3):
        card(cast.ana, at, number)
    ana = calls.as_(cast.ana)
    cursor = ana("GET", "cards?limit=1").json["next"]
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-for-tests-0123456789abcd"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert len(ana("GET", f"cards?cursor={cursor}").items) == 2
    settings.SECRET_KEY_FALLBACKS = []
    assert ana("GET", f"cards?cursor={cursor}").status == 422
