"""People say on which days they do not work, and never why."""

from datetime import date, datetime, timedelta

import pytest

from journeywork.engine.people import DaysOff
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.people import actions, queries
from tests.conftest import Cast

TODAY = date(2026, 3, 10)


def take(cast: Cast, at: datetime, first: date, last: date) -> DaysOff:
    return actions.add_days_off(
        person_id=cast.ana.id, first=first, last=last, by=cast.ana.id, at=at
    )


def test_days_off_are_there_until_they_are_over(cast: Cast, at: datetime) -> None:
    easter = take(cast, at, date(2026, 4, 3), date(2026, 4, 6))
    assert take(cast, at, date(2026, 4, 3), date(2026, 4, 6)) == easter
    assert queries.days_off(cast.ana.id, since=TODAY) == (easter,)
    assert queries.days_off(cast.ana.id, since=date(2026, 4, 7)) == ()
    assert queries.days_off(cast.ben.id, since=TODAY) == ()


def test_only_ones_own_are_taken_back(cast: Cast, at: datetime) -> None:
    easter = take(cast, at, date(2026, 4, 3), date(2026, 4, 6))
    with pytest.raises(NotFound):
        actions.remove_days_off(person_id=cast.ben.id, days_off_id=easter.id, by=cast.ben.id, at=at)
    assert queries.days_off(cast.ana.id, since=TODAY) == (easter,)
    actions.remove_days_off(person_id=cast.ana.id, days_off_id=easter.id, by=None, at=at)
    assert queries.days_off(cast.ana.id, since=TODAY) == ()


def test_what_does_not_fit_is_said_by_field(cast: Cast, at: datetime) -> None:
    for first, last in (
        (TODAY, TODAY - timedelta(days=1)),
        (TODAY, TODAY + timedelta(days=400)),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=5)),
    ):
        with pytest.raises(Invalid) as caught:
            take(cast, at, first, last)
        assert list(caught.value.faults) == ["last"]
    with pytest.raises(NotFound):
        actions.add_days_off(person_id=cast.outsider.id, first=TODAY, last=TODAY, by=None, at=at)


def test_who_has_paused_is_off_until_then(cast: Cast, at: datetime) -> None:
    actions.pause(person_id=cast.ana.id, until=date(2026, 3, 20), by=cast.ana.id, at=at)
    off = queries.days_off_of(queries.persons([cast.ana.id, cast.ben.id]))
    days = [date(2026, 3, 19), date(2026, 3, 20)]
    assert [any(each.covers(day) for each in off[cast.ana.id]) for day in days] == [True, False]
    assert cast.ben.id not in off
