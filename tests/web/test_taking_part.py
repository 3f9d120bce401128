"""Ana takes part in mentoring by its pages: enrolling, wishing, pausing, whom rather not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import CameBy, PairState, Programme
from journeywork.engine.people import Person, Skill
from journeywork.kernel import clock
from journeywork.mentoring import blocks, queries
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.round_models import LeftRow, PairRow, RoundRow
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.rooms.assigning import history
from tests.rooms.matches import paired
from tests.rooms.mentoring import enrol, programme
from tests.web.test_query_budget import MOST, client_of


@pytest.fixture
def cohort(cast: Cast, at: datetime) -> Programme:
    made = programme(at, by=cast.emil, key="cohort")
    enrol(made, cast.cleo, at, offers=["Rust"])
    return made


@pytest.fixture(autouse=True)
def now(at: datetime) -> Any:
    with clock.fixed(at):
        yield


def ana(cast: Cast) -> Client:
    return client_of(cast.ana.id)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return " ".join(answer.content.decode().split())


FORM = {
    "role": "mentee",
    "wants": "Rust\nSQL",
    "goals": "",
    "wanted": "1",
    "places": "2",
    "offered-TOTAL_FORMS": "1",
    "offered-INITIAL_FORMS": "0",
    "offered-0-name": "",
    "offered-0-level": "3",
}


def test_the_form_is_filled_in_from_profile_and_work(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    history(cast, at)
    me = cast.ana.id
    people.set_skills(
        person_id=me,
        offered=[Skill(name="Ledgers", level=4)],
        wanted=[Skill(name="Rust", level=3)],
        by=me,
        at=at,
    )
    page = text_of(ana(cast), "/mentoring/programmes/cohort/")
    assert 'value="Ledgers"' in page
    assert "Rust</textarea>" in page
    assert 'name="from_work" value="refunds"' in page


def test_ana_enrols_and_changes_what_she_said(cast: Cast, cohort: Programme) -> None:
    client = ana(cast)
    answer = client.post("/mentoring/programmes/cohort/", FORM)
    assert answer.headers["Location"] == "/mentoring/programmes/cohort/"
    mine = queries.enrolment(cohort.id, cast.ana.id)
    assert mine
    assert [(one.name, one.weight) for one in mine.wants or ()] == [
        ("Rust", 3),
        ("SQL", 2),
    ]
    client.post("/mentoring/programmes/cohort/", FORM | {"wants": "SQL", "from_work": []})
    mine = queries.enrolment(cohort.id, cast.ana.id)
    assert mine
    assert [one.name for one in mine.wants or ()] == ["SQL"]


def test_what_is_as_the_profile_says_follows_the_profile(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    me = cast.ana.id
    wanted = [Skill(name="Rust", level=3), Skill(name="SQL", level=2)]
    people.set_skills(person_id=me, offered=[], wanted=wanted, by=me, at=at)
    ana(cast).post("/mentoring/programmes/cohort/", FORM)
    mine = queries.enrolment(cohort.id, me)
    assert mine
    assert (mine.wants, mine.offers) == (None, None)


def test_a_fault_is_told_beside_its_field(cast: Cast, cohort: Programme) -> None:
    answer = ana(cast).post("/mentoring/programmes/cohort/", FORM | {"wants": "x" * 81})
    assert answer.status_code == 422
    assert "id_wants_error" in answer.content.decode()
    assert queries.enrolment(cohort.id, cast.ana.id) is None


def test_what_is_not_for_ana_is_not_there(cast: Cast, at: datetime) -> None:
    programme(at, key="theirs", teams=[cast.support.id])
    assert ana(cast).get("/mentoring/programmes/theirs/").status_code == 404
    assert "theirs" not in text_of(ana(cast), "/mentoring/")


def press(client: Client, act: str, **more: str) -> str:
    answer = client.post("/mentoring/programmes/cohort/act/", {"act": act} | more, follow=True)
    return " ".join(answer.content.decode().split())


def test_pause_skip_go_on_leave_with_one_press_each(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    enrol(cohort, cast.ana, at, wants=["Rust"])
    client, until = ana(cast), str((at + timedelta(days=9)).date())
    assert "It rests until" in press(client, "pause", until=until)
    assert "You are in again." in press(client, "resume")
    assert "You skip the next round" in press(client, "skip")
    assert "must be a day after today" in press(client, "pause", until="2020-01-01")
    assert "You have left." in press(client, "leave")
    assert queries.enrolments_of(cast.ana.id) == ()


def test_a_newcomer_is_told_and_one_press_says_it_is_fine(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    enrol(cohort, cast.ana, at, wants=["Rust"])
    EnrolmentRow.objects.filter(person=cast.ana.id).update(came_by=CameBy.DEFAULT)
    client, says = ana(cast), "You are in because you are new here"
    pages = ("/", "/mentoring/", "/mentoring/programmes/cohort/")
    in_four_weeks = f'name="until" value="{(at + timedelta(weeks=4)).date()}"'
    assert in_four_weeks in text_of(client, pages[2])
    assert [says in text_of(client, page) for page in pages] == [True] * 3
    press(client, "confirm")
    assert [says in text_of(client, page) for page in pages] == [False] * 3


def test_wishes_are_found_added_moved_and_taken_away(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    enrol(cohort, cast.ana, at, wants=["Rust"])
    enrol(cohort, cast.ben, at, offers=["SQL"])
    enrol(cohort, cast.dora, at, wants=["SQL"], role=Role.MENTEE)
    client, address = ana(cast), "/mentoring/programmes/cohort/wishes/"
    assert "Cleo" in text_of(client, f"{address}?q=rust")
    for hidden in ("dora", "emil"):
        assert "Nobody found" in text_of(client, f"{address}?q={hidden}")

    def wish(act: str, who: Person) -> list[str]:
        client.post(address, {"act": act, "who": str(who.id)})
        mine = queries.enrolment(cohort.id, cast.ana.id)
        names = {cast.ben.id: "Ben", cast.cleo.id: "Cleo"}
        return [names[each] for each in mine.wishes] if mine else []

    assert wish("add", cast.cleo) == ["Cleo"]
    assert wish("add", cast.ben) == ["Cleo", "Ben"]
    assert wish("up", cast.ben) == ["Ben", "Cleo"]
    assert wish("up", cast.ben) == ["Ben", "Cleo"]
    assert wish("down", cast.ben) == ["Cleo", "Ben"]
    assert wish("away", cast.cleo) == ["Ben"]


def test_who_is_possible_is_shown_at_once(cast: Cast, cohort: Programme, at: datetime) -> None:
    enrol(cohort, cast.ana, at, wants=["Rust"])
    page = text_of(ana(cast), "/mentoring/programmes/cohort/possible/")
    assert "1 mentor with a free place is possible by the rules." in page
    assert "Rust: offered at level 4" in page
    assert ana(cast).get("/mentoring/programmes/cohort/possible/").status_code == 200
    assert client_of(cast.dora.id).get("/mentoring/programmes/cohort/possible/").status_code == 404


def test_rather_not_is_said_and_taken_back(cast: Cast) -> None:
    client = ana(cast)
    assert "Cleo" in text_of(client, "/mentoring/apart/?q=cle")
    client.post("/mentoring/apart/", {"act": "block", "who": str(cast.cleo.id)})
    assert blocks.blocked_by(cast.ana.id) == (cast.cleo.id,)
    assert "Cleo" in text_of(client, "/mentoring/apart/")
    client.post("/mentoring/apart/", {"act": "unblock", "who": str(cast.cleo.id)})
    assert blocks.blocked_by(cast.ana.id) == ()


def a_round(where: Programme, at: datetime, state: str = "published") -> RoundRow:
    return RoundRow.objects.create(
        programme=where.id, number=1, state=state, on=at.date(), at=at, published_at=at
    )


def asked(where: Programme, cast: Cast, at: datetime) -> PairRow:
    pair = paired(cast.ana.id, cast.cleo.id)
    return PairRow.objects.create(
        round=a_round(where, at).id,
        first=pair.first,
        second=pair.second,
        fit=pair.fit,
        state=PairState.ASKED,
    )


def test_ana_is_asked_and_says_no(cast: Cast, cohort: Programme, at: datetime) -> None:
    enrol(cohort, cast.ana, at, wants=["Rust"])
    row, client = asked(cohort, cast, at), ana(cast)
    assert "Would you like to meet Cleo?" in text_of(client, "/")
    address = f"/mentoring/pairs/{row.id}/answer/"
    assert address in text_of(client, "/mentoring/")
    assert client_of(cast.ben.id).post(address, {"yes": "no"}).status_code == 404
    client.post(address, {"yes": "no"})
    assert PairRow.objects.get(id=row.id).state == PairState.REFUSED
    assert address not in text_of(client, "/mentoring/")


def test_both_say_yes_and_it_begins(cast: Cast, cohort: Programme, at: datetime) -> None:
    enrol(cohort, cast.ana, at, wants=["Rust"])
    row = asked(cohort, cast, at)
    address = f"/mentoring/pairs/{row.id}/answer/"
    ana(cast).post(address, {"yes": "yes"})
    assert queries.matches_of(cast.ana.id) == ()
    client_of(cast.cleo.id).post(address, {"yes": "yes"})
    (match,) = queries.matches_of(cast.ana.id)
    assert match.people == (cast.ana.id, cast.cleo.id)
    assert "Cleo" in text_of(ana(cast), "/mentoring/")


def test_who_has_nobody_reads_why(cast: Cast, cohort: Programme, at: datetime) -> None:
    enrol(cohort, cast.ana, at, wants=["Rust"])
    LeftRow.objects.create(
        round=a_round(cohort, at).id,
        person=cast.ana.id,
        role=Role.MENTEE,
        says=["the same manager: 1 of 1"],
    )
    client = ana(cast)
    assert "Nobody this time" in text_of(client, "/")
    assert "Nobody this time" in text_of(client, "/mentoring/")
    assert "the same manager: 1 of 1" in text_of(client, "/mentoring/programmes/cohort/")


def test_each_page_asks_the_database_a_few_times(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    enrol(cohort, cast.ana, at, wants=["Rust"], wishes=[cast.cleo.id])
    programme(at, key="other")
    blocks.block(who=cast.dora.id, by=cast.ana.id, at=at)
    asked(cohort, cast, at)
    client, below = ana(cast), "/mentoring/programmes/cohort/"
    counts = {}
    for address in ("/mentoring/", below, f"{below}wishes/?q=rust", f"{below}possible/",
                    "/mentoring/apart/?q=cle"):  # fmt: skip
        client.get(address)
        with CaptureQueriesContext(connection) as sent:
            client.get(address)
        counts[address] = len([one for one in sent if "journeywork.org', '" not in one["sql"]])
    assert {address: many for address, many in counts.items() if many > MOST} == {}
