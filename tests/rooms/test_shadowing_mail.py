"""A visit in calendars and mail: to whoever asks, read by two programs; what fits, in the budget."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from journeywork.activities import actions as activities
from journeywork.activities import queries as together
from journeywork.kernel.errors import NotFound
from journeywork.shadowing import actions, queries
from journeywork.support import actions as support
from journeywork.support.models import DigestRow
from tests.conftest import Cast
from tests.rooms.shadowing import agreed, asked, offered
from tests.rooms.test_calendars import by_icalendar, by_vobject, fetched
from tests.rooms.test_shadowing import turn
from tests.rooms.test_support_digest import Letters, letters

__all__ = ["letters"]

DAY = timedelta(days=1)


def turned(letters: Letters, at: datetime) -> None:
    """What the worker does; whoever came into the cast is welcomed by a letter, which is not ours."""
    turn(at)
    letters.kept[:] = [one for one in letters.kept if "text/calendar" in str(one)]


def parts(letters: Letters) -> list[bytes]:
    found = (each for one in letters.kept for each in one.walk())
    return [
        part.get_payload(decode=True)  # type: ignore[misc]
        for part in found
        if part.get_content_type() == "text/calendar"
    ]


def test_a_visit_stands_in_both_feeds_for_as_long_as_it_takes(cast: Cast, at: datetime) -> None:
    visit = agreed(cast, at)
    (met,) = together.check_ins([visit.id])
    for person in (cast.ana, cast.ben):
        text = fetched(person.id, at)
        assert by_icalendar(text) == by_vobject(text)
        ((starts, ends, title),) = by_icalendar(text).values()
        assert (starts, ends - starts) == (met.at, timedelta(hours=1))
        assert title == "Check-in: Close the month"
        assert b"Ana" not in text
        assert b"Ben" not in text
    assert b"VEVENT" not in fetched(cast.cleo.id, at)


def test_an_invitation_goes_to_whoever_asks_and_moves_with_the_visit(
    cast: Cast, letters: Letters, at: datetime
) -> None:
    visit = agreed(cast, at)
    (met,) = together.check_ins([visit.id])
    turned(letters, at)
    assert letters.kept == []
    activities.ask_for_invitation(check_in_id=met.id, by=cast.ana.id, at=at)
    with pytest.raises(NotFound):
        activities.ask_for_invitation(check_in_id=met.id, by=cast.cleo.id, at=at)
    activities.send_invitation(check_in_id=met.id, person_id=cast.ana.id, at=at)
    assert [letter["to"] for letter in letters.kept] == ["Ana <ana@fairwater.example>"]
    slot = actions.move(visit_id=visit.id, check_in_id=met.id, by=cast.ben.id, at=at).slots[1]
    for person in (cast.ana, cast.ben):
        actions.agree(visit_id=visit.id, slot_id=slot.id, by=person.id, at=at)
    activities.send_invitation(check_in_id=met.id, person_id=cast.ana.id, at=at)
    first, second = parts(letters)
    assert by_icalendar(first).keys() == by_icalendar(second).keys()
    ((starts, _ends, _title),) = by_icalendar(second).values()
    assert starts == slot.starts
    assert by_icalendar(second) == by_vobject(second)


def digest(*people: UUID) -> None:
    for person in people:
        support.choose_channel(person_id=person, channel="mail", wanted=True)


def test_what_fits_is_in_one_digest_and_never_again(
    cast: Cast, letters: Letters, at: datetime
) -> None:
    digest(cast.ana.id, cast.ben.id, cast.cleo.id)
    asked(cast, at)
    offered(cast, at)
    turned(letters, at)
    assert support.send_digests(at=at) == 2
    said = {letter["to"]: letter.get_content() for letter in letters.kept}
    (found,) = queries.offers()
    assert sorted(said) == ["Ana <ana@fairwater.example>", "Ben <ben@fairwater.example>"]
    anas = said["Ana <ana@fairwater.example>"].replace("\r\n", "\n")
    assert (
        f"Close the month: both name: ledger.\n  https://journeywork.fairwater.example/shadowing/offers/{found.id}/"
        in anas
    )
    for days in (0, 1, 7):
        assert support.send_digests(at=at + days * DAY) == 0


def test_at_night_and_over_the_budget_nothing_is_mailed(
    cast: Cast, letters: Letters, at: datetime
) -> None:
    digest(cast.ana.id)
    asked(cast, at)
    offered(cast, at)
    turned(letters, at)
    assert support.send_digests(at=at.replace(hour=23)) == 0
    support.set_policy(per_day=0, per_week=0, by=None, at=at)
    assert support.send_digests(at=at) == 0
    support.set_policy(per_day=2, per_week=6, by=None, at=at)
    assert support.send_digests(at=at) == 1
    row = DigestRow.objects.get(person=cast.ana.id)
    assert (row.offers, len(row.posts)) == ([], 1)
