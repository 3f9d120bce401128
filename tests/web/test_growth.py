"""Growth in the browser: a wish meets its chance, is told once, taken up, done; nobody else sees."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from journeywork.engine.stances import Stance
from journeywork.growth import actions
from journeywork.kernel import clock
from journeywork.people import queries as people
from journeywork.shadowing import actions as shadowing
from journeywork.support import actions as support
from journeywork.support import queries as support_queries
from journeywork.work import queries as work
from tests.conftest import Cast
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.stage import Stage, episode_id, make_stage
from tests.web.test_debriefs import at_work, turn
from tests.web.test_pages import ADMINISTRATION, pages
from tests.web.test_query_budget import client_of

WISH, WHY = "Reconcile the ledger", "Because I ask Ben each time"
DIARY = "I was wrong, and nobody noticed"
SEAT = "Watch me reconcile the ledger"


def written(page: Page, line: str = WISH) -> None:
    page.goto("/growth/")
    page.get_by_label("What do you want to learn?").fill(line)
    page.get_by_role("button", name="Put it on my list").click()
    expect(page.get_by_role("link", name=line, exact=True)).to_be_visible()


def test_a_wish_meets_its_chance_and_a_colleague_sees_nothing_until_it_is_shared(
    site: Site,
) -> None:
    cast = site.cast
    at_work(cast.ana, cast.ben, cast.cleo)
    support.set_policy(by=None, at=clock.now(), withheld=0.0)
    ana, cleo = site.enter(cast.ana), site.enter(cast.cleo)
    ana.goto("/growth/")
    expect(ana.get_by_text("Nothing is on your list.")).to_be_visible()
    assert sound(ana, "growth-empty") == []
    written(ana)
    turn()

    shadowing.offer(
        title=SEAT, about="Each Friday, with the bank's file.", by=cast.ben.id, at=clock.now()
    )
    actions.watch_all(at=clock.now())
    ana.goto("/")
    expect(ana.get_by_text("You have written down what you want to learn")).to_be_visible()
    assert sound(ana, "growth-offer") == []
    actions.watch_all(at=clock.now())
    assert len(support_queries.offers(cast.ana.id)) == 1

    cleo.goto("/growth/shared/")
    expect(cleo.get_by_text("Nobody shares with you")).to_be_visible()
    ana.goto("/growth/")
    expect(ana.get_by_role("link", name=SEAT)).to_be_visible()
    ana.get_by_role("link", name="Share…").click()
    ana.get_by_label("Everyone here").check()
    ana.get_by_role("button", name="Save").click()
    expect(ana.locator(".messages")).to_be_visible()
    cleo.reload()
    expect(cleo.get_by_text(WISH)).to_be_visible()
    expect(cleo.get_by_text(SEAT)).not_to_be_visible()
    ana.goto("/me/privacy/")
    expect(ana.get_by_text("what you want to learn, as far as you share it")).to_be_visible()

    ana.goto("/growth/")
    ana.get_by_role("link", name=SEAT).click()
    expect(ana.locator("h1")).not_to_have_text("What I want to learn")
    ana.goto("/growth/")
    expect(ana.get_by_text("taken up")).to_be_visible()
    ana.get_by_role("button", name="Done").click()
    ana.get_by_label(f"“{WISH}” is done. How did you learn it?").fill("Ben showed me")
    ana.get_by_role("button", name="Keep it", exact=True).click()
    expect(ana.get_by_text("You are asked this once")).not_to_be_visible()
    ana.get_by_text("Learned, and let go").click()
    expect(ana.get_by_text("Ben showed me")).to_be_visible()


def test_not_this_takes_it_from_the_list(site: Site) -> None:
    at_work(site.cast.ana)
    ana = site.enter(site.cast.ana)
    written(ana)
    shadowing.offer(title=SEAT, about="", by=site.cast.ben.id, at=clock.now())
    actions.watch(person_id=site.cast.ana.id, at=clock.now())
    ana.goto("/growth/")
    ana.get_by_role("button", name="Not this").click()
    expect(ana.get_by_role("link", name=SEAT)).not_to_be_visible()


def test_one_tap_says_what_i_want_of_my_work_and_the_same_takes_it_back(
    site: Site, stage: Stage
) -> None:
    ana = site.enter(site.cast.ana)
    episode = work.episode(episode_id(site.cast))
    ana.goto("/growth/")
    mine = ana.get_by_role("group", name=f"What you want of “{episode.title}”")
    expect(mine.get_by_role("button", name="Learn from it", pressed=True)).to_be_visible()
    mine.get_by_role("button", name="Get it done").click()
    chosen = support_queries.stances(site.cast.ana.id, since=stage.at)
    assert chosen[episode.uuid] is Stance.COMPLETION
    mine.get_by_role("button", name="Get it done", pressed=True).click()
    assert support_queries.stances(site.cast.ana.id, since=stage.at) == {}


def test_a_journal_is_written_found_and_torn_out(site: Site) -> None:
    ana = site.enter(site.cast.ana)
    ana.goto("/me/journal/")
    ana.get_by_label("What happened, and what do you make of it?").fill(f"*{DIARY}*")
    ana.get_by_role("button", name="Keep it").click()
    expect(ana.locator("em", has_text=DIARY)).to_be_visible()
    ana.get_by_label("Search your journal").fill("NOTICED wrong")
    ana.get_by_role("button", name="Search").click()
    expect(ana.get_by_text(DIARY)).to_be_visible()
    ana.get_by_role("link", name="Change").click()
    ana.get_by_role("button", name="Delete it for good").click()
    expect(ana.get_by_text("No page yet.")).to_be_visible()


# Every door, walked by everybody else


def planted(cast: Cast) -> Stage:
    """Ana has a wish, a find, a journal and a stance, each with words that are hers alone."""
    stage = make_stage(cast)
    at, me = stage.at, cast.ana.id
    actions.add(line=WISH, why=WHY, by=me, at=at)
    actions.write(text=DIARY, day=at.date(), by=me, at=at)
    return stage


def read(client: Any, addresses: dict[str, str]) -> dict[str, str]:
    return {name: client.get(address).content.decode() for name, address in addresses.items()}


def test_no_page_shows_it_to_anybody_else(cast: Cast) -> None:
    """No manager, coordinator or administrator: every page, and Ana's own addresses, by each."""
    stage = planted(cast)
    every = pages(stage) | ADMINISTRATION
    found = {}
    for person in (cast.ben, cast.cleo, cast.dora, cast.emil):
        told = read(client_of(person.id), every)
        found[person.key] = [
            (name, words) for name, text in told.items() for words in (WISH, DIARY) if words in text
        ]
    assert found == {"ben": [], "cleo": [], "dora": [], "emil": []}
    own = read(client_of(cast.ana.id), {"growth": "/growth/", "journal": "/me/journal/"})
    assert (WISH in own["growth"], DIARY in own["journal"]) == (True, True)


@pytest.mark.parametrize(
    "address", ["/growth/{wish}/", "/growth/{wish}/share/", "/me/journal/{page}/"]
)
def test_anas_own_addresses_are_nothing_to_others(cast: Cast, address: str) -> None:
    stage = planted(cast)
    path = address.format(wish=stage.wish, page=stage.page)
    statuses = {
        one.key: client_of(one.id).get(path).status_code
        for one in (cast.ana, cast.ben, cast.dora, cast.emil)
    }
    assert statuses == {"ana": 200, "ben": 404, "dora": 404, "emil": 404}


# My data


def taken_out(cast: Cast, person: str = "ana") -> dict[str, str]:
    """Return the files that somebody takes out, by name."""
    answer = client_of(getattr(cast, person).id).get("/me/privacy/export/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {Path(name).name: packed.read(name).decode() for name in packed.namelist()}


def test_everything_of_mine_is_in_one_archive_for_programs_and_to_read(cast: Cast) -> None:
    planted(cast)
    mine, bens = taken_out(cast), taken_out(cast, "ben")
    assert sorted(mine) == ["everything.json", "everything.md", "journal.md"]
    assert [words for words in (WISH, WHY, DIARY) if words not in mine["everything.json"]] == []
    assert [words for words in (WISH, WHY, DIARY) if words not in mine["everything.md"]] == []
    assert DIARY in mine["journal.md"]
    assert [text for text in bens.values() if WISH in text or DIARY in text] == []


def test_i_am_erased_when_i_type_my_name_and_not_before(site: Site) -> None:
    planted(site.cast)
    ana = site.enter(site.cast.ana)
    ana.goto("/me/privacy/erase/")
    ana.get_by_label("Type your name to be sure").fill("Anna")
    ana.get_by_role("button", name="Erase me for good").click()
    expect(ana.get_by_role("alert")).to_be_visible()
    assert people.person(site.cast.ana.id).name == "Ana"
    ana.get_by_label("Type your name to be sure").fill("Ana")
    ana.get_by_role("button", name="Erase me for good").click()
    expect(ana).to_have_url(f"{site.address}/accounts/login/")
    assert (people.person(site.cast.ana.id).email, people.person(site.cast.ana.id).active) == (
        "",
        False,
    )
