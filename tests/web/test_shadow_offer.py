"""An offer to be watched is changed and taken back on its page, by its host alone."""

from playwright.sync_api import expect

from journeywork.engine.shadowing import Mode
from journeywork.kernel import clock
from journeywork.shadowing import actions, queries
from tests.conftest import Cast
from tests.rooms.shadowing import offered
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.test_query_budget import client_of


def test_ben_changes_his_offer_and_takes_it_back(site: Site) -> None:
    found = offered(site.cast, clock.now())
    ben = site.enter(site.cast.ben)
    ben.goto(f"/shadowing/offers/{found.id}/")
    ben.get_by_role("link", name="Change it").click()
    title = ben.get_by_label("Come and watch me …")
    expect(title).to_have_value("Close the month")
    expect(ben.get_by_label("Topics")).to_have_value("ledger")
    assert sound(ben, "shadow-offer-change") == []
    title.fill("")
    ben.get_by_role("button", name="Save").click()
    expect(ben.get_by_role("alert")).to_be_visible()
    assert sound(ben, "shadow-offer-change-wrong") == []
    title.fill("Close the quarter")
    ben.get_by_label("Do it, the host watching").uncheck()
    ben.get_by_role("button", name="Save").click()
    expect(ben.get_by_text("Visits that have begun go on as they began.")).to_be_visible()
    expect(ben.get_by_role("heading", name="Close the quarter")).to_be_visible()
    after = queries.offer(found.id)
    assert (after.title, Mode.WATCHED in after.modes) == ("Close the quarter", False)
    assert sound(ben, "shadow-offer-mine") == []
    ben.get_by_role("button", name="Take it back").click()
    expect(ben.get_by_text("Taken back.")).to_be_visible()
    assert queries.offer(found.id).closed_at is not None


def test_it_works_without_scripts(site: Site) -> None:
    found = offered(site.cast, clock.now())
    ben = site.enter(site.cast.ben, java_script_enabled=False)
    ben.goto(f"/shadowing/offers/{found.id}/change/")
    ben.get_by_label("Come and watch me …").fill("Close the year")
    ben.get_by_role("button", name="Save").click()
    expect(ben.get_by_role("heading", name="Close the year")).to_be_visible()


def test_to_others_there_is_no_such_page(cast: Cast) -> None:
    found = offered(cast, clock.now())
    address = f"/shadowing/offers/{found.id}/change/"
    people = (cast.ben, cast.ana, cast.dora, cast.emil, cast.outsider)
    seen = {one.key: client_of(one.id).get(address).status_code for one in people}
    assert seen == {"ben": 200, "ana": 404, "dora": 404, "emil": 404, "oscar": 404}
    assert "change/" not in client_of(cast.ana.id).get(address[: -len("change/")]).content.decode()
    actions.close_offer(offer_id=found.id, by=cast.ben.id, at=clock.now())
    assert client_of(cast.ben.id).get(address).status_code == 302
