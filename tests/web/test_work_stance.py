"""What I want of a piece of work is said where the work is, and nobody else sees it there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from journeywork.engine.people import Person
from journeywork.engine.stances import Stance
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock
from journeywork.support import queries as support
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.stage import Stage, episode_id, make_stage
from tests.web.test_query_budget import MOST, client_of


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return make_stage(cast)


def pressed(page: str) -> list[str]:
    """Return which of the three holds, as the page has it."""
    return [
        part.partition(">")[2].partition("<")[0] for part in page.split('aria-pressed="true"')[1:]
    ]


def shown(person: Person, cast: Cast) -> str:
    return client_of(person.id).get(f"/work/{episode_id(cast)}/").content.decode()


def test_one_tap_on_the_page_of_the_work(site: Site) -> None:
    make_stage(site.cast)
    ana = site.enter(site.cast.ana)
    ana.goto(f"/work/{episode_id(site.cast)}/")
    three = ana.get_by_role("group", name="What you want of")
    expect(three.get_by_role("button", name="Learn from it", pressed=True)).to_be_visible()
    assert sound(ana, "episode-stance") == []
    three.get_by_role("button", name="Get it done").click()
    expect(three.get_by_role("button", name="Get it done", pressed=True)).to_be_visible()
    expect(ana.locator("h1")).to_have_text("Fee of invoice 1")
    me = site.cast.ana.id
    assert support.stance_to(episode_id(site.cast), person=me) is Stance.COMPLETION
    three.get_by_role("button", name="Get it done").focus()
    ana.keyboard.press("Enter")
    expect(three.get_by_role("button", pressed=True)).to_have_count(0)
    expect(ana.get_by_text("Help goes by it, here alone.")).to_be_visible()
    assert support.stance_to(episode_id(site.cast), person=me) is None


def test_each_sees_their_own_and_others_are_not_asked(stage: Stage) -> None:
    """Ana wants to learn from it; Ben took part and sees no word of it, Cleo is not asked."""
    cast = stage.cast
    assert pressed(shown(cast.ana, cast)) == ["Learn from it"]
    assert pressed(shown(cast.ben, cast)) == []
    asked = {
        one.key: "What do you want of it?" in shown(one, cast)
        for one in (cast.ana, cast.ben, cast.dora)
    }
    assert asked == {"ana": True, "ben": True, "dora": False}


def test_work_that_is_over_asks_no_more(stage: Stage) -> None:
    cast, at = stage.cast, clock.now()
    over = WorkEvent(
        source="test", id="over", type="change.merged", subject="payments#1", at=at, by=cast.ana.id
    )
    work.accept([over], by=None, at=at)
    while work.digest(at=at):
        pass
    assert "What do you want of it?" not in shown(cast.ana, cast)


def test_it_takes_no_further_query(stage: Stage) -> None:
    client = client_of(stage.cast.ana.id)
    address = f"/work/{episode_id(stage.cast)}/"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert pressed(client.get(address).content.decode()) == ["Learn from it"]
    sent = [q for q in captured if "select set_config('journeywork.org', '" not in q["sql"]]
    assert len(sent) <= MOST
