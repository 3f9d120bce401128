"""Two who have been brought together, on their pages; and what their coordinator sees of them."""

import html
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from journeywork.activities import actions as activities
from journeywork.activities import queries as together
from journeywork.engine.lines import LineKind, of
from journeywork.engine.mentoring import Match
from journeywork.engine.people import Person, Skill
from journeywork.kernel import clock
from journeywork.kernel import waits as together_waits
from journeywork.mentoring import looking_after, match_waiting, queries, running
from journeywork.mentoring.beginning import begin_all
from journeywork.mentoring.models import EnrolmentRow
from journeywork.people import actions as people
from journeywork.web.waiting import LINES
from tests.conftest import Cast
from tests.rooms.matches import matched, paired
from tests.web.conftest import Site, account_of
from tests.web.looking import sound
from tests.web.test_query_budget import MOST

WORDS = "I am afraid of the review"


@pytest.fixture
def match(cast: Cast) -> Match:
    return matched(cast, clock.now())


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(account_of(person.id), backend="journeywork.people.sign_in.Backend")
    return client


def act(person: Person, match: Match, **given: str) -> str:
    answer = signed_in(person).post(f"/mentoring/matches/{match.id}/act/", given, follow=True)
    return answer.content.decode()


def write(person: Person, match: Match, kind: str, text: str) -> str:
    given = {"kind": kind, "text": text}
    answer = signed_in(person).post(f"/mentoring/matches/{match.id}/write/", given, follow=True)
    return answer.content.decode()


def shown(person: Person, match: Match, more: str = "") -> str:
    return signed_in(person).get(f"/mentoring/matches/{match.id}/{more}").content.decode()


def test_each_finds_the_other_with_the_reasons(cast: Cast, match: Match) -> None:
    anas, bens = shown(cast.ana, match), shown(cast.ben, match)
    assert "You and Ben" in anas
    assert "You and Ana" in bens
    assert "Ben offers Python, which Ana wants to learn." in bens
    assert "You write first" in anas
    assert "Ana writes first" in bens


def test_others_find_nothing_and_coordinators_too(cast: Cast, match: Match) -> None:
    for other in (cast.cleo, cast.dora, cast.emil):
        client = signed_in(other)
        for more in ("", "times/", "agenda/", "back/"):
            assert client.get(f"/mentoring/matches/{match.id}/{more}").status_code == 404
        for more in ("act/", "write/"):
            answer = client.post(f"/mentoring/matches/{match.id}/{more}", {"do": "end"})
            assert answer.status_code == 404


def test_what_one_writes_the_other_reads_and_ticks(cast: Cast, match: Match) -> None:
    for kind, says in (("point", "agenda"), ("goal", "both see it"), ("note", "Nobody else")):
        assert says in write(cast.ana, match, kind, f"A {kind} of Ana's")
    page = shown(cast.ben, match)
    assert [f"A {kind} of Ana&#x27;s" in page or f"A {kind} of Ana&#39;s" in page
            for kind in ("point", "goal", "note")] == [True] * 3  # fmt: skip
    (point,) = of(LineKind.POINT, running.kept(match.id, reader=cast.ben.id))
    act(cast.ben, match, do="tick", line=str(point.id))
    assert of(LineKind.POINT, running.kept(match.id, reader=cast.ana.id)) == ()
    assert "Take away" not in page, "it is Ana's to take away"


def test_what_is_empty_is_refused_and_stands_beside_the_field(cast: Cast, match: Match) -> None:
    given = {"kind": "goal", "text": " "}
    answer = signed_in(cast.ana).post(f"/mentoring/matches/{match.id}/write/", given)
    assert answer.status_code == 422
    assert "This is still empty." in answer.content.decode()


def test_a_time_is_taken_and_comes_again(cast: Cast, match: Match) -> None:
    times = running.times(match, at=clock.now())
    page = shown(cast.ana, match, "times/")
    assert page.count("Meet then") == 4, "three times, and one's own"
    client, starts = signed_in(cast.ana), times[1][0]
    address = f"/mentoring/matches/{match.id}/times/"
    answer = client.post(address, {"starts": starts.isoformat()}, follow=True)
    assert "in the calendars of all" in answer.content.decode()
    assert together.check_ins([match.id])[0].at == starts
    assert client.post(address, {"starts": "yesterday"}).status_code == 422
    own = {"day": (clock.now().date() + timedelta(days=9)).isoformat(), "hour": "03:00"}
    refused = client.post(address, own)
    assert (refused.status_code, "lies outside the hours" in refused.content.decode()) == (
        422,
        True,
    )


def test_the_first_agenda_is_made_of_both_profiles_and_ones_goals(cast: Cast, match: Match) -> None:
    at = clock.now()
    python = Skill(name="Python", level=4)
    people.set_skills(person_id=cast.ben.id, offered=(python,), wanted=(), by=cast.ben.id, at=at)
    people.set_skills(person_id=cast.ana.id, offered=(), wanted=(python,), by=cast.ana.id, at=at)
    EnrolmentRow.objects.create(
        programme=match.programme, person=cast.ana.id, came_by="themselves", at=at,
        goals=["lead a review"],
    )  # fmt: skip
    anas, bens = shown(cast.ana, match, "agenda/"), shown(cast.ben, match, "agenda/")
    assert "Which piece of work taught Ben most about Python?" in anas
    assert "What would be a first small step: lead a review?" in anas
    assert "lead a review" not in bens
    assert "worth it for Ana?" in bens


def test_a_tap_is_ones_own_and_so_is_the_coordinators_page_without_it(
    cast: Cast, match: Match
) -> None:
    write(cast.ana, match, "note", WORDS)
    assert "What do you want to keep" in act(cast.ana, match, do="met")
    (held,) = [one for one in together.check_ins([match.id]) if one.state.value == "done"]
    act(cast.ana, match, do="rate", session=str(held.id), useful="3")
    assert 'aria-pressed="true"' in shown(cast.ana, match)
    assert 'aria-pressed="true"' not in shown(cast.ben, match)
    assert WORDS in shown(cast.ben, match)
    page = signed_in(cast.emil).get("/programmes/first-year/health/").content.decode()
    assert ("1 match goes on" in page, WORDS in page) == (True, False)
    assert "not told of fewer than five people" in page
    assert signed_in(cast.ana).get("/programmes/first-year/health/").status_code == 403


def test_either_ends_it_or_asks_for_somebody_else_without_a_reason(
    cast: Cast, match: Match
) -> None:
    page = act(cast.ben, match, do="change")
    assert "It has ended, without a reason." in page
    assert queries.matches_of(cast.ana.id) == ()
    assert "It is over, and that is fine." in shown(cast.ana, match)
    assert "it has ended" in act(cast.ana, match, do="end")


def test_who_is_asked_whether_it_goes_on_says_so_with_a_tap(cast: Cast) -> None:
    at = clock.now()
    begun = matched(cast, at - timedelta(days=95))
    looking_after.look_after(at=at)
    assert "One tap says so" in signed_in(cast.ben).get("/").content.decode()
    assert "Are you in touch?" in shown(cast.ben, begun)
    assert "Nothing changes." in act(cast.ben, begun, do="still")
    assert "Are you in touch?" not in shown(cast.ana, begun)


def test_today_tells_what_waits_in_a_match_and_nothing_else(cast: Cast) -> None:
    at = clock.now()
    begun = matched(cast, at - timedelta(days=30))
    running.met(match_id=begun.id, check_in_id=None, by=cast.ana.id, at=at)

    def waits(person: Person) -> list[str]:
        found = together_waits.together(match_waiting.waits_for(person.id, at=clock.now()), most=9)
        page = signed_in(person).get("/").content.decode()
        assert [LINES[one.kind](one).says in html.unescape(page) for one in found] == [True] * len(
            found
        )
        return [one.kind for one in found]

    assert waits(cast.ana) == waits(cast.cleo) == []
    activities.change_end(
        activity_id=begun.id, ends_at=at + timedelta(days=9), by=cast.ana.id, at=at
    )
    assert waits(cast.ben) == [match_waiting.ENDS]
    act(cast.ana, begun, do="end")
    assert waits(cast.ben) == [match_waiting.OVER]
    write(cast.ana, begun, "thanks", "You asked first.")
    assert (waits(cast.ana), waits(cast.ben)) == ([], [match_waiting.OVER, match_waiting.THANKS])
    assert waits(cast.cleo) == []


def test_an_activity_that_is_a_match_leads_to_its_page(cast: Cast, match: Match) -> None:
    answer = signed_in(cast.ana).get(f"/activities/{match.id}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/mentoring/matches/{match.id}/")
    assert "For yourself" in shown(cast.ana, match, "back/")


def test_who_gave_their_time_is_seen_on_their_page(cast: Cast, match: Match) -> None:
    client = signed_in(cast.cleo)
    assert "/people/ben/gives/" in client.get("/people/ben/").content.decode()
    assert "First year" not in client.get("/people/ben/gives/").content.decode()
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=clock.now())
    for behind in ({}, {"HX-Request": "true"}):
        bens = client.get("/people/ben/gives/", headers=behind).content.decode()
        assert ("First year" in bens, "Ana" in bens) == (True, False)
    assert "First year" not in client.get("/people/ana/gives/").content.decode()


def test_its_pages_take_few_queries_however_much_is_kept(cast: Cast, match: Match) -> None:
    def counted() -> dict[str, int]:
        found = {}
        for more in ("", "times/", "agenda/", "back/"):
            client = signed_in(cast.ana)
            with CaptureQueriesContext(connection) as sent:
                assert client.get(f"/mentoring/matches/{match.id}/{more}").status_code == 200
            found[more] = len(sent)
        client = signed_in(cast.emil)
        with CaptureQueriesContext(connection) as sent:
            assert client.get("/programmes/first-year/health/").status_code == 200
        return found | {"health": len(sent)}

    at = clock.now()
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=at)
    late = begin_all(queries.programme(match.programme), [paired(cast.cleo.id, cast.ben.id)],
                     by=None, at=at - timedelta(days=30))  # fmt: skip
    assert len(late) == 1

    def fill(count: int) -> None:
        for number in range(count):
            says = {"text": f"Note {number}", "by": cast.ana.id, "at": at}
            running.write(match_id=match.id, kind=LineKind.NOTE, **says)

    fill(1)
    few = counted()
    fill(20)
    assert counted() == few
    assert {name: count for name, count in few.items() if count > MOST} == {}


def test_the_pages_are_sound(site: Site) -> None:
    cast, at = site.cast, clock.now()
    match = matched(cast, at)
    ana = site.enter(cast.ana)
    for more, name in (("", "match-new"), ("times/", "match-times"), ("agenda/", "match-agenda")):
        ana.goto(f"/mentoring/matches/{match.id}/{more}")
        assert sound(ana, name) == []
    for kind, text in (("goal", "Review a design alone"), ("point", "The ledger that never closes"),
                       ("note", "We went through the ledger.\nNext time: the review.")):  # fmt: skip
        running.write(match_id=match.id, kind=LineKind(kind), text=text, by=cast.ben.id, at=at)
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=at)
    ana.goto(f"/mentoring/matches/{match.id}/")
    ana.get_by_label("What should be different at the end?").fill("Hold a review")
    ana.get_by_role("button", name="Set it").press("Enter")
    expect(ana.get_by_text("Kept. You both see it.")).to_be_visible()
    assert sound(ana, "match") == []
    ana.goto(f"/mentoring/matches/{match.id}/back/")
    assert sound(ana, "match-back") == []
    emil = site.enter(cast.emil)
    emil.goto("/programmes/first-year/health/")
    assert sound(emil, "programme-health") == []
