"""Rounds on their pages: matched, looked at, a pair's reasons, why not, by hand, published."""

import re
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from journeywork.engine.mentoring import PairState, Programme, RoundState
from journeywork.kernel.models import JobNote
from journeywork.mentoring import publishing, queries, round_queries, rounds, staging, why_not
from journeywork.mentoring.round_models import WhyNotRow
from tests.conftest import Cast
from tests.rooms.mentoring import crowd, enrol, programme, somebody
from tests.web.conftest import Site
from tests.web.looking import walk
from tests.web.test_query_budget import MOST, client_of


@pytest.fixture
def where(cast: Cast, at: datetime) -> Programme:
    return programme(at, by=cast.emil, key="spring")


def emils(cast: Cast) -> Client:
    return client_of(cast.emil.id)


def shown(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_round_is_asked_for_waits_for_the_worker_and_is_there(
    cast: Cast, at: datetime, where: Programme
) -> None:
    crowd(where, at, mentees=3, mentors=2)
    emil = emils(cast)
    assert "Nobody is told before you have looked at it." in shown(
        emil, "/programmes/spring/rounds/"
    )
    answer = emil.post("/programmes/spring/rounds/ask/", {"draws": "yes"})
    assert answer["Location"] == "/programmes/spring/rounds/1/"
    assert "the worker takes it up in a moment" in shown(emil, answer["Location"])
    (found,) = queries.rounds(where.id)
    assert found.draws is True
    staging.stage(round_id=found.id, at=at)
    part = emil.get("/programmes/spring/rounds/1/progress/", headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true"
    page = shown(emil, "/programmes/spring/rounds/1/")
    for says in (
        "3 look for a mentor; there are 2 free places.",
        "That makes 2 pairs.",
        "No other round by these rules gives somebody to more people.",
        "It is proven that there is no better round by these rules and this choice.",
        "All pairs: 2",
        "Nobody: 1",
        "1 person has nobody, and is told why.",
    ):
        assert says in page, says
    left = shown(emil, "/programmes/spring/rounds/1/?show=left")
    assert "the lots fell to others" in left


def test_a_pair_tells_its_reasons_and_they_add_up(
    cast: Cast, at: datetime, where: Programme
) -> None:
    crowd(where, at, mentees=3, mentors=3)
    found = staged(cast, where, at)
    first = queries.pairs(found)[0]
    page = shown(emils(cast), f"/programmes/spring/rounds/1/pairs/{first.id}/")
    points = [int(each) for each in re.findall(r"</td><td>(-?\d+)</td></tr>", page)]
    assert sum(points) == first.fit
    assert f"<strong>{first.fit}</strong>" in page


def test_why_not_is_asked_and_answered_on_the_page(
    cast: Cast, at: datetime, where: Programme
) -> None:
    crowd(where, at, mentees=4, mentors=4)
    gus = somebody("Gus Hale", at)
    enrol(where, gus, at, offers=["writing"])
    found = staged(cast, where, at)
    first, emil = queries.pairs(found)[0], emils(cast)
    address = f"/programmes/spring/rounds/1/pairs/{first.id}/"
    assert "Why not?" in shown(emil, f"{address}?q=gus")
    answer = emil.post(f"{address}act/", {"act": "why-not", "instead": str(gus.id)})
    assert answer["Location"] == f"{address}?instead={gus.id}#why-not"
    assert "The worker matches the round once more" in shown(emil, f"{address}?instead={gus.id}")
    why_not.answer(question_id=WhyNotRow.objects.get().id, at=at)
    told = why_not.why_not(found, first.first, gus.id)
    assert told is not None
    page = shown(emil, f"{address}?instead={gus.id}")
    assert told.says[0].replace("’", "'") in page
    assert "Put them together all the same" in page


def test_locked_taken_apart_put_together_and_published(
    cast: Cast, at: datetime, where: Programme
) -> None:
    crowd(where, at, mentees=2, mentors=2, places=2)
    mia = somebody("Mia Lind", at)
    enrol(where, mia, at, wants=["SQL"])
    found = staged(cast, where, at)
    emil, pairs = emils(cast), queries.pairs(found)
    address = f"/programmes/spring/rounds/1/pairs/{pairs[0].id}/"
    emil.post(f"{address}act/", {"act": "lock"})
    assert "Locked: 1" in shown(emil, "/programmes/spring/rounds/1/?show=locked")
    emil.post(f"{address}act/", {"act": "drop"})
    left = [each.person for each in queries.left(found)]
    assert pairs[0].first in left
    assert f"Nobody: {len(left)}" in shown(emil, "/programmes/spring/rounds/1/")
    page = shown(emil, "/programmes/spring/rounds/1/together/?first=mia&second=mentor")
    assert "Mia Lind" in page
    mentor = pairs[0].second
    made = emil.post(
        "/programmes/spring/rounds/1/together/", {"first": str(mia.id), "second": str(mentor)}
    )
    assert "put together by hand" in shown(emil, made["Location"])
    emil.post("/programmes/spring/rounds/1/act/", {"act": "publish"})
    assert queries.round(found).state is RoundState.PUBLISHING
    publishing.publish(round_id=found, at=at)
    assert "has begun" in shown(emil, "/programmes/spring/rounds/1/")
    assert {each.state for each in queries.pairs(found, PairState.PUBLISHED)} == {
        PairState.PUBLISHED
    }


def test_what_does_not_fit_any_more_is_told_in_a_sentence(
    cast: Cast, at: datetime, where: Programme
) -> None:
    crowd(where, at, mentees=1, mentors=1)
    staged(cast, where, at)
    emil = emils(cast)
    answer = emil.post("/programmes/spring/rounds/ask/", follow=True)
    says = "The round before this one waits to be looked at: publish or drop it."
    assert says in re.sub(r"\s+", " ", answer.content.decode())


def test_what_the_worker_could_not_do_is_said_and_the_round_can_be_dropped(
    cast: Cast, at: datetime, where: Programme
) -> None:
    made = rounds.ask(programme_id=where.id, by=cast.emil.id, at=at)
    staging.queue(staging.STAGE, made.id)
    job = round_queries.how_far(made.id)
    assert job is not None
    JobNote.objects.create(id=job.id, what="Match a round of mentoring.", fault="MemoryError")
    emil = emils(cast)
    for address in ("/programmes/spring/rounds/1/", "/programmes/spring/rounds/1/progress/"):
        page = shown(emil, address)
        assert "The worker could not do it." in page
        assert "MemoryError" in page
    emil.post("/programmes/spring/rounds/1/act/", {"act": "drop"})
    assert queries.round(made.id).state is RoundState.DROPPED


def test_only_coordinators_come_here(cast: Cast, at: datetime, where: Programme) -> None:
    crowd(where, at, mentees=1, mentors=1)
    staged(cast, where, at)
    ana = client_of(cast.ana.id)
    for address in ("/programmes/spring/rounds/", "/programmes/spring/rounds/1/"):
        assert ana.get(address).status_code == 403
    assert ana.post("/programmes/spring/rounds/1/act/", {"act": "publish"}).status_code == 403


@pytest.mark.parametrize("many", [3, 120])
def test_pages_take_at_most_eight_queries(
    cast: Cast, at: datetime, where: Programme, many: int
) -> None:
    crowd(where, at, mentees=many, mentors=many)
    emil = emils(cast)
    going = rounds.ask(programme_id=where.id, by=cast.emil.id, at=at)
    counts = {"going": taken(emil, "/programmes/spring/rounds/1/")}
    staging.stage(round_id=going.id, at=at)
    pair = queries.pairs(going.id)[0]
    for name, address in {
        "rounds": "/programmes/spring/rounds/",
        "round": "/programmes/spring/rounds/1/",
        "found": "/programmes/spring/rounds/1/?q=mentee",
        "left": "/programmes/spring/rounds/1/?show=left&q=mentee",
        "pair": f"/programmes/spring/rounds/1/pairs/{pair.id}/?q=mentor&instead={UUID(int=1)}",
        "together": "/programmes/spring/rounds/1/together/?first=mentee&second=mentor",
    }.items():
        counts[name] = taken(emil, address)
    assert {name: count for name, count in counts.items() if count > MOST} == {}


def taken(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(address).status_code == 200
    return len([each for each in sent if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def staged(cast: Cast, where: Programme, at: datetime) -> UUID:
    made = rounds.ask(programme_id=where.id, by=cast.emil.id, at=at)
    staging.stage(round_id=made.id, at=at)
    return made.id


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_pages_of_a_round_are_sound(site: Site, at: datetime, size: str) -> None:
    cast = site.cast
    where = programme(at, by=cast.emil, key="spring")
    crowd(where, at, mentees=6, mentors=4)
    gone = programme(at, by=cast.emil, key="summer", name="Summer cohort")
    rounds.ask(programme_id=gone.id, by=cast.emil.id, at=at)
    page = site.enter(cast.emil, size)
    assert walk(page, {"rounds-none": "/programmes/spring/rounds/"}, size) == {}
    found = staged(cast, where, at)
    first = queries.pairs(found)[0]
    rounds.lock(pair_id=first.id, by=cast.emil.id, at=at)
    other = next(each.second for each in queries.pairs(found) if each.second != first.second)
    why_not.ask_why_not(round_id=found, first=first.first, second=other, by=cast.emil.id, at=at)
    why_not.answer(question_id=WhyNotRow.objects.get().id, at=at)
    pair = f"/programmes/spring/rounds/1/pairs/{first.id}/"
    addresses = {
        "rounds": "/programmes/spring/rounds/",
        "round": "/programmes/spring/rounds/1/",
        "round-left": "/programmes/spring/rounds/1/?show=left",
        "round-none": "/programmes/spring/rounds/1/?q=zeppelin",
        "round-going": "/programmes/summer/rounds/1/",
        "round-pair": f"{pair}?q=mentor",
        "round-why-not": f"{pair}?instead={other}",
        "round-together": "/programmes/spring/rounds/1/together/?first=mentee&second=mentor",
        "round-together-none": "/programmes/spring/rounds/1/together/",
    }
    assert walk(page, addresses, size) == {}


def test_a_round_is_run_by_the_keyboard_alone(site: Site, at: datetime) -> None:
    where = programme(at, by=site.cast.emil, key="spring")
    crowd(where, at, mentees=2, mentors=2)
    staged(site.cast, where, at)
    page = site.enter(site.cast.emil, "wide")
    page.goto("/programmes/spring/rounds/1/")
    page.locator("button[value=lock]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("button[value=unlock]")).to_have_count(1)
    page.get_by_role("button", name="Publish", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is being published", exact=False).first).to_be_visible()
