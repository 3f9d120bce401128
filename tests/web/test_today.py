"""Today shows what waits from stretch assignments and shadowing; of a pulse it tells one thing."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from journeywork.assignments import actions as assignments
from journeywork.assignments import queries as assignment_queries
from journeywork.engine.assignments import Assignment
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.shadowing import actions as shadowing
from journeywork.shadowing import queries as shadowing_queries
from tests.conftest import TUESDAY, Cast
from tests.rooms.assigning import coming, happen, opened, piece, running, tap
from tests.rooms.shadowing import asked, offered, visiting
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.test_query_budget import MOST, client_of

DAY = timedelta(days=1)
DRIFTING, DROWNING, CALM = (3, 1, 3), (1, 3, 1), (3, 2, 3)
WORK, MONTH = "Retry refunds at the gateway", "Close the month"
_LINE = re.compile(
    r'<a class="name" href="([^"]+)">([^<]+)</a><p class="meta"><span class="state (\w+)">([^<]+)<'
)


def today(person: Person) -> str:
    return client_of(person.id).get("/").content.decode()


def lines(person: Person) -> list[tuple[str, str, str, str]]:
    """Return the lines that wait on somebody's Today: address, title, look, what it says."""
    return _LINE.findall(today(person))


def test_nothing_new_waits_where_nothing_is_asked(cast: Cast) -> None:
    assert [lines(one) for one in (cast.ana, cast.ben, cast.cleo, cast.dora)] == [[]] * 4
    assert "Nothing needs you here." in today(cast.ana)


def test_a_proposal_stands_with_whoever_made_it(cast: Cast) -> None:
    at = clock.now()
    happen(coming(cast, at), at=at)
    assignments.propose_to(
        person_id=cast.ana.id,
        episode_id=piece().uuid,
        skill="",
        says="You asked about gateways.",
        by=cast.dora.id,
        at=at,
    )
    (made,) = assignment_queries.proposals(cast.ana.id, at=at)
    address = f"/assignments/new/?proposal={made.id}"
    assert lines(cast.ana) == [(address, WORK, "open", "Dora proposes it as your next step")]
    assert client_of(cast.ana.id).get(address).status_code == 200
    assert lines(cast.dora) == lines(cast.cleo) == []


def test_a_loan_stands_with_its_lender_and_then_their_thanks(cast: Cast) -> None:
    at = clock.now()
    found = opened(cast, at)
    address = f"/assignments/{found.id}/lend/"
    assert lines(cast.dora) == [(address, WORK, "due", "Ana asks you for time to learn")]
    assert client_of(cast.dora.id).get(address).status_code == 200
    assignments.answer_loan(assignment_id=found.id, given=True, hours=4, by=cast.dora.id, at=at)
    assert lines(cast.dora) == []
    assignments.start(assignment_id=found.id, by=cast.ana.id, at=at)
    said = {"outcome": "I can change it.", "thanks": "Thank you for the hours."}
    assignments.end(assignment_id=found.id, by=cast.ana.id, at=at, **said)
    assert lines(cast.dora) == [(address, WORK, "done", "Ana thanks you for the time you lent")]


def test_what_fits_an_offer_and_a_time_to_agree_on(cast: Cast) -> None:
    at = clock.now()
    offer, wish = offered(cast, at), asked(cast, at)
    shadowing.tell_fits(at=at)
    wanted = (
        f"/shadowing/requests/{wish.id}/",
        "How the month is closed",
        "open",
        "Somebody would like to see what you offer",
    )
    assert lines(cast.ben) == [wanted]
    there = f"/shadowing/offers/{offer.id}/"
    assert lines(cast.ana) == [(there, MONTH, "open", "Somebody offers what you asked to watch")]
    visit = shadowing.come(offer_id=offer.id, by=cast.ana.id, at=at)
    shadowing.find_times(visit_id=visit.id, by=cast.ana.id, at=at)
    address = f"/shadowing/{visit.id}/"
    assert (address, MONTH, "due", "Agree on a time with Ana") in lines(cast.ben)
    assert lines(cast.ana) == [(address, MONTH, "due", "Agree on a time with Ben")]
    opened_by = {wanted[0]: cast.ben, there: cast.ana, address: cast.ana}
    answers = [client_of(one.id).get(link).status_code for link, one in opened_by.items()]
    assert answers == [200, 200, 200]


def as_mentor(cast: Cast, taps: tuple[int, int, int], *, after: timedelta) -> str:
    """Return what Ben's Today says from what waits on, once Ana has tapped, so long after it began.

    All that was done is undone again, so that the next one differs in nothing but the taps;
    identifiers and what a form carries once are written alike.
    """
    with transaction.atomic(), clock.fixed(TUESDAY + 5 * DAY):
        at = TUESDAY
        found: Assignment = running(cast, at)
        tap(found, taps, at + after)
        page = today(cast.ben).replace(str(found.id), "ID")
        transaction.set_rollback(True)
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", _from_what_waits(page)
    )


def _from_what_waits(page: str) -> str:
    return page[page.index("<main") :].partition("</h1>")[2]


def test_the_mentors_line_tells_nothing_of_the_pulse(cast: Cast) -> None:
    """Drifting or drowning, an hour or four days after it began: the page is the same.

    The control is calm: that page differs, so the comparison sees something.
    """
    drifts = as_mentor(cast, DRIFTING, after=timedelta(hours=1))
    drowns = as_mentor(cast, DROWNING, after=timedelta(hours=1))
    later = as_mentor(cast, DROWNING, after=4 * DAY)
    calm = as_mentor(cast, CALM, after=timedelta(hours=1))
    assert drifts == drowns == later
    assert [_support(each) for each in (drifts, calm)] == [
        [f"Ask how it goes with “{WORK}”, and what would help"],
        [],
    ]


def _support(page: str) -> list[str]:
    return [says for _address, title, _look, says in _LINE.findall(page) if "support" in title]


def test_only_the_mentor_has_that_line(cast: Cast) -> None:
    found = running(cast, clock.now())
    tap(found, DROWNING, clock.now())
    with_it = [
        one.key
        for one in (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil)
        if any("support now" in title for _address, title, _look, _says in lines(one))
    ]
    assert with_it == ["ben"]


@pytest.fixture
def everything(cast: Cast) -> Cast:
    """All of it waits: for Ben support, a request, a time and a loan, for Ana what fits hers."""
    return _everything(cast, clock.now())


def _everything(cast: Cast, at: datetime) -> Cast:
    happen(coming(cast, at), at=at)
    more: dict[str, Any] = {"episode_id": piece().uuid, "skill": "", "says": "For you."}
    for person in (cast.ben, cast.ana):
        assignments.propose_to(person_id=person.id, by=cast.dora.id, at=at, **more)
    found = running(cast, at)
    tap(found, DROWNING, at)
    opened(
        cast, at, title="Close the books alone", mentor=cast.emil.id, buddy=None, lender=cast.ben.id
    )
    visit = visiting(cast, at, title="Read a ledger")
    shadowing.find_times(visit_id=visit.id, by=cast.ana.id, at=at)
    offered(cast, at)
    asked(cast, at)
    shadowing.tell_fits(at=at)
    return cast


def test_it_takes_no_further_query(everything: Cast) -> None:
    sent = {}
    for one in (everything.ana, everything.ben, everything.cleo):
        client = client_of(one.id)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        asked_for = [q for q in captured if "set_config('journeywork.org'" not in q["sql"]]
        sent[one.key] = (len(asked_for) <= MOST, len(lines(one)))
    assert sent == {"ana": (True, 3), "ben": (True, 5), "cleo": (True, 0)}


def test_ben_finds_on_today_what_waits_for_him(site: Site) -> None:
    _everything(site.cast, clock.now())
    ben = site.enter(site.cast.ben)
    ben.goto("/")
    expect(ben.get_by_role("link", name="Offer Ana support now")).to_be_visible()
    first = ben.get_by_role("listitem").filter(has=ben.locator("a.name")).first
    expect(first.get_by_role("link")).to_have_text("Offer Ana support now")
    assert sound(ben, "today-together") == []
    ben.get_by_role("link", name="How the month is closed").click()
    expect(ben.get_by_role("heading", name="How the month is closed")).to_be_visible()
    assert shadowing_queries.told(site.cast.ben.id)
