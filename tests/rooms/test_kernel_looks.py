"""Each person can read who has looked at what about them."""

from datetime import datetime, timedelta

from journeywork.kernel.looks import Glance, look, looks
from tests.conftest import Cast


def test_ana_reads_who_looked(cast: Cast, at: datetime) -> None:
    later = at + timedelta(hours=2)
    look(person_id=cast.ana.id, what="profile", by=cast.ben.id, at=at)
    look(person_id=cast.ana.id, what="episodes", by=cast.dora.id, at=later)
    assert looks(cast.ana.id) == (
        Glance(by=cast.dora.id, at=later, what="episodes"),
        Glance(by=cast.ben.id, at=at, what="profile"),
    )
    assert looks(cast.ana.id, before=later) == (Glance(by=cast.ben.id, at=at, what="profile"),)


def test_looking_at_oneself_is_no_look(cast: Cast, at: datetime) -> None:
    look(person_id=cast.ana.id, what="profile", by=cast.ana.id, at=at)
    assert looks(cast.ana.id) == ()


def test_the_same_look_within_an_hour_is_one_look(cast: Cast, at: datetime) -> None:
    for minutes in (0, 10, 59, 61):
        when = at + timedelta(minutes=minutes)
        look(person_id=cast.ana.id, what="profile", by=cast.ben.id, at=when)
    assert [glance.at for glance in looks(cast.ana.id)] == [at + timedelta(minutes=61), at]
