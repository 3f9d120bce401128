"""People come, change and go; keys stay readable; addresses find their person."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from journeywork.engine.people import Author, Skill
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.people import actions, queries
from tests.conftest import Cast


def test_ana_is_found_by_id_key_and_any_of_her_addresses(cast: Cast, at: datetime) -> None:
    actions.change_person(
        person_id=cast.ana.id, other_emails=["ana@home.example"], by=cast.ana.id, at=at
    )
    found = [
        queries.person(cast.ana.id),
        queries.person_by_key("ana"),
        queries.person_by_email("ANA@Fairwater.example"),
        queries.person_by_email(" ana@HOME.example "),
    ]
    assert found == [cast.ana] * 4


def test_nobody_is_found_under_an_empty_or_unknown_address(cast: Cast) -> None:
    assert [queries.person_by_email(text) for text in ("", " ", "x@y.example")] == [None] * 3


def test_cleo_is_in_another_team_than_ana(cast: Cast) -> None:
    assert (cast.ana.teams, cast.cleo.teams) == ((cast.payments.id,), (cast.support.id,))


def test_dora_leads_payments(cast: Cast) -> None:
    members = [person.key for person in queries.team_members(cast.payments.id)]
    assert (cast.dora.leads, members) == ((cast.payments.id,), ["ana", "ben", "dora"])


def test_two_people_of_one_name_get_keys_of_their_own(org: UUID, at: datetime) -> None:
    keys = [
        actions.add_person(name="Ana Solé", email=email, by=None, at=at).key
        for email in ("a@x.example", "b@x.example", "c@x.example")
    ]
    assert keys == ["ana-sole", "ana-sole-2", "ana-sole-3"]


def test_a_name_without_latin_letters_takes_its_key_from_the_address(
    org: UUID, at: datetime
) -> None:
    assert actions.add_person(name="Анна", email="anna.p@x.example", by=None, at=at).key == "annap"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "  ", "needs at least one character"),
        ("name", "A\x00na", "contains the character NUL"),
        (
            "name",
            "A\u202ena",
            "contains an invisible character that turns the direction of reading",
        ),
        ("email", "not an address", "does not look like an e-mail address"),
        ("email", "ben@fairwater.example", "already belongs to somebody here"),
        ("zone_name", "Mars/Olympus", "is not a time zone such as Europe/Berlin"),
        ("workdays", (0, 8), "takes days from 1 (Monday) to 7 (Sunday)"),
        ("languages", (), "takes language codes such as en or de"),
        ("reports_to", uuid4(), "is nobody here"),
        (
            "roles",
            ("king",),
            "takes one or more of member, team_lead, coordinator, administrator",
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_field(
    cast: Cast, at: datetime, field: str, value: object, says: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change_person(person_id=cast.ana.id, by=None, at=at, **{field: value})
    assert refused.value.faults == {field: says}


def test_nobody_reports_to_themselves_in_the_end(cast: Cast, at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change_person(person_id=cast.dora.id, reports_to=cast.ana.id, by=None, at=at)
    assert refused.value.faults == {"reports_to": "leads back to the person"}


def test_skills_are_replaced_as_a_whole(cast: Cast, at: datetime) -> None:
    welding, law = Skill(name="Welding", level=4), Skill(name="Law", level=1)
    for offered in ([law, welding], [welding]):
        actions.set_skills(
            person_id=cast.ben.id, offered=offered, wanted=[law], by=cast.ben.id, at=at
        )
    assert queries.skills(cast.ben.id) == ((welding,), (law,))


def test_a_pause_has_an_end_and_can_be_ended(cast: Cast, at: datetime) -> None:
    paused = actions.pause(person_id=cast.ana.id, until=date(2026, 3, 20), by=cast.ana.id, at=at)
    back = actions.pause(person_id=cast.ana.id, until=None, by=cast.ana.id, at=at)
    assert (paused.paused_until, back.paused_until) == (date(2026, 3, 20), None)


def test_history_makes_people_known_once_and_keeps_those_who_are_here(
    cast: Cast, at: datetime
) -> None:
    authors = [
        Author(name="Ana", email="ANA@fairwater.example", other_emails=("ana@old.example",)),
        Author(name="Gus", email="gus@git.example"),
        Author(name="Gus", email="gus@laptop", other_emails=("gus@git.example",)),
        Author(name="Nobody", email=""),
    ]
    first = actions.add_people(authors, by=None, at=at)
    again = actions.add_people(authors, by=None, at=at)
    gus = queries.person_by_key("gus")
    assert first == again
    assert {address: first[address] for address in ("ana@old.example", "gus@laptop")} == {
        "ana@old.example": cast.ana.id,
        "gus@laptop": gus.id,
    }
    assert (gus.known_only, cast.ana.known_only) == (True, False)


def test_thousands_of_authors_take_a_few_statements(
    org: UUID, at: datetime, django_assert_max_num_queries: object
) -> None:
    authors = [Author(name="Sam Lee", email=f"sam{n}@x.example") for n in range(3000)]
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        actions.add_people(authors, by=None, at=at)
    assert len(queries.persons()) == 3000


def test_somebody_known_from_history_keeps_their_past_when_invited(
    cast: Cast, at: datetime
) -> None:
    known = actions.add_people([Author(name="gus", email="gus@git.example")], by=None, at=at)
    invited = actions.add_person(name="Gus Holm", email="gus@git.example", by=None, at=at)
    assert (invited.id, invited.name, invited.known_only) == (
        known["gus@git.example"],
        "Gus Holm",
        False,
    )


def test_who_leaves_is_gone_from_lists_but_keeps_a_name(cast: Cast, at: datetime) -> None:
    for _ in range(2):
        actions.deactivate(person_id=cast.ben.id, by=cast.dora.id, at=at)
    left = queries.person(cast.ben.id)
    assert (left.active, left.teams, queries.names([cast.ben.id])) == (
        False,
        (),
        {cast.ben.id: "Ben"},
    )
    assert cast.ben.id not in queries.persons()


def test_the_last_administrator_stays(cast: Cast, at: datetime) -> None:
    with within(cast.other_org):
        with pytest.raises(Invalid) as leaving:
            actions.deactivate(person_id=cast.outsider.id, by=None, at=at)
        with pytest.raises(Invalid) as demoted:
            actions.change_person(person_id=cast.outsider.id, roles=["member"], by=None, at=at)
    says = {"roles": "somebody else must become administrator first"}
    assert (leaving.value.faults, demoted.value.faults) == (says, says)


def test_the_outsider_is_not_here(cast: Cast) -> None:
    with pytest.raises(NotFound):
        queries.person(cast.outsider.id)
    assert queries.names([cast.outsider.id]) == {}


def test_an_account_knows_its_seats_before_any_organisation_is_in_force(
    cast: Cast, at: datetime
) -> None:
    with within(cast.other_org):
        there = actions.add_person(name="Ana", email="ana@fairwater.example", by=None, at=at)
    account = queries.account_of(cast.ana.id)
    assert [(seat.org_name, seat.person) for seat in queries.seats(account)] == [
        ("Fairwater", cast.ana.id),
        ("Elsewhere", there.id),
    ]


def test_an_administrator_elsewhere_cannot_take_over_an_account(cast: Cast, at: datetime) -> None:
    """Changing the address of a person moves their seat there, and no other seat."""
    before = queries.account_of(cast.ana.id)
    with within(cast.other_org):
        there = actions.add_person(name="A", email="ana@fairwater.example", by=None, at=at)
        actions.change_person(person_id=there.id, email="mallory@x.example", by=None, at=at)
        moved = queries.account_of(there.id)
    assert queries.account_of(cast.ana.id) == before
    assert moved != before


@pytest.mark.parametrize("minutes", [0, 29])
def test_a_sign_in_link_opens_once(cast: Cast, at: datetime, minutes: int) -> None:
    secret = actions.sign_in_link(person_id=cast.ana.id, by=None, at=at).split("/")[2]
    later = at + timedelta(minutes=minutes)
    looked = [actions.link_holds(secret, at=later) for _ in range(2)]
    used = [actions.use_link(secret, at=later) for _ in range(2)]
    assert (looked, used) == ([True, True], [queries.account_of(cast.ana.id), None])


def test_a_sign_in_link_ends_after_half_an_hour_and_with_the_next(cast: Cast, at: datetime) -> None:
    first = actions.sign_in_link(person_id=cast.ana.id, by=None, at=at).split("/")[2]
    second = actions.sign_in_link(person_id=cast.ana.id, by=None, at=at).split("/")[2]
    assert actions.use_link(first, at=at) is None
    assert actions.use_link(second, at=at + timedelta(minutes=30)) is None
