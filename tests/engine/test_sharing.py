"""Who may read what somebody wrote for themselves."""

from datetime import UTC
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.people import Person, WorkingTime
from journeywork.engine.permissions import ROLES
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind, may_read

PAYMENTS, SUPPORT = UUID(int=101), UUID(int=102)
EVERYONE = Audience(kind=AudienceKind.EVERYONE)
TAKING_PART = Audience(kind=AudienceKind.PARTICIPANTS)


def person(
    number: int, *, team: UUID, roles: tuple[str, ...] = ("member",), active: bool = True
) -> Person:
    return Person(
        id=UUID(int=number),
        org=UUID(int=1000),
        key=f"p{number}",
        name=f"P{number}",
        email="",
        roles=roles,
        teams=(team,),
        leads=(team,),
        working_time=WorkingTime(zone=UTC),
        zone_name="UTC",
        active=active,
    )


ANA, BEN = person(1, team=PAYMENTS), person(2, team=PAYMENTS)
CLEO = person(3, team=SUPPORT)
DORA = person(4, team=PAYMENTS, roles=("team_lead",))


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (ONLY_ME, "1"),
        (Audience(kind=AudienceKind.PERSON, person=BEN.id), "12"),
        (TAKING_PART, "13"),
        (Audience(kind=AudienceKind.TEAM, team=PAYMENTS), "124"),
        (Audience(kind=AudienceKind.TEAM, team=SUPPORT), "13"),
        (EVERYONE, "1234"),
    ],
)
def test_each_audience_reads_and_nobody_else(audience: Audience, readers: str) -> None:
    found = [
        reader.key[1:]
        for reader in (ANA, BEN, CLEO, DORA)
        if may_read(reader, author=ANA.id, audience=audience, participants={CLEO.id})
    ]
    assert "".join(found) == readers


@given(st.sampled_from(sorted(ROLES)), st.booleans())
def test_no_role_reads_past_the_author(role: str, leads: bool) -> None:
    reader = person(9, team=PAYMENTS if leads else SUPPORT, roles=(role,))
    assert not may_read(reader, author=ANA.id, audience=ONLY_ME, participants={reader.id})


def test_who_has_left_reads_nothing() -> None:
    gone = person(1, team=PAYMENTS, active=False)
    assert not may_read(gone, author=gone.id, audience=EVERYONE, participants={gone.id})


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": AudienceKind.PERSON},
        {"kind": AudienceKind.TEAM},
        {"kind": AudienceKind.TEAM, "person": BEN.id},
        {"kind": AudienceKind.ME, "person": BEN.id},
        {"kind": AudienceKind.EVERYONE, "team": PAYMENTS},
    ],
)
def test_an_audience_that_names_the_wrong_thing_cannot_be_said(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="by naming"):
        Audience(**wrong)  # type: ignore[arg-type]
