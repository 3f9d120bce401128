"""Ana, Ben and Dora are of one team, Cleo of another, and the author of old belongs to none."""

from dataclasses import replace
from uuid import uuid4
from zoneinfo import ZoneInfo

from journeywork.engine.people import Person, WorkingTime
from journeywork.engine.visibility import may_see

PAYMENTS, SUPPORT = uuid4(), uuid4()
ANA = Person(
    id=uuid4(),
    org=uuid4(),
    key="ana",
    name="Ana",
    email="ana@fairwater.example",
    roles=("member",),
    teams=(PAYMENTS,),
    working_time=WorkingTime(zone=ZoneInfo("UTC")),
    zone_name="UTC",
)
BEN = replace(ANA, id=uuid4(), key="ben")
DORA = replace(ANA, id=uuid4(), key="dora", teams=(), leads=(PAYMENTS,))
CLEO = replace(ANA, id=uuid4(), key="cleo", teams=(SUPPORT,))
AUTHOR = replace(ANA, id=uuid4(), key="author", teams=())


def test_who_took_part_their_team_mates_and_their_lead_may_see() -> None:
    assert [may_see(who, [ANA]) for who in (ANA, BEN, DORA)] == [True, True, True]


def test_cleo_of_another_team_may_not() -> None:
    assert may_see(CLEO, [ANA, BEN]) is False


def test_work_of_people_in_no_team_is_open_to_everyone() -> None:
    assert may_see(CLEO, [AUTHOR]) is True
    assert may_see(CLEO, []) is True


def test_one_member_of_a_team_closes_it_for_others() -> None:
    assert may_see(CLEO, [AUTHOR, ANA]) is False
