"""The page for notes is opened anew with the wire cut: it comes, keeps, and gives nothing away."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from playwright.sync_api import Error, Page, expect

from journeywork.engine.people import Person
from journeywork.engine.shadowing import Visit
from journeywork.kernel import clock
from tests.fakes.wire import Wire
from tests.flow.installation import wait_until
from tests.rooms.shadowing import visiting
from tests.web.conftest import Site, session_of
from tests.web.looking import sound
from tests.web.test_shadowing import texts, write

OPENS = "In this browser the page also opens without a connection"
BARE = "There is no connection. Go on writing"
#: Everything that lies in the browser's caches, by name, without the marks of versions.
CACHED = """async () => {
    const found = {};
    for (const name of await caches.keys()) {
        const kept = await (await caches.open(name)).keys();
        found[name] = kept.map((one) => new URL(one.url).pathname).sort();
    }
    return found;
}"""
#: What is said in any of it.
SAID = """async () => {
    const said = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const one of await cache.keys())
            said.push(await (await cache.match(one, { ignoreVary: true })).text());
    }
    return said.join("\\n");
}"""


@pytest.fixture
def wire(site: Site) -> Iterator[Wire]:
    made = Wire(site.address)
    yield made
    made.cut()


def address(visit: Visit) -> str:
    return f"/shadowing/{visit.id}/notes/"


def become(page: Page, person: Person, wire: Wire) -> None:
    """Sign in as somebody in this browser."""
    cookie: Any = {
        "name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": wire.address,
    }  # fmt: skip
    page.context.clear_cookies()
    page.context.add_cookies([cookie])


def enter(site: Site, wire: Wire, person: Person, visit: Visit, look: str = "phone") -> Page:
    """Open the page for notes, and wait until it is kept for later."""
    page = site.enter(None, look)
    become(page, person, wire)
    page.goto(wire.address + address(visit))
    expect(page.get_by_text(OPENS)).to_be_visible()
    return page


def emptied(page: Page) -> None:
    """Wait until nothing lies in the browser's caches any more."""
    wait_until(lambda: page.evaluate(CACHED) == {}, "the caches are empty", patience=20.0)


def opens(page: Page, where: str) -> bool:
    """Tell whether an address shows anything of ours, in a new tab."""
    tab = page.context.new_page()
    try:
        tab.goto(where)
    except Error:
        return False
    finally:
        tab.close()
    return True


def test_it_is_opened_anew_without_a_connection_and_what_is_written_arrives_once(
    site: Site, wire: Wire
) -> None:
    visit = visiting(site.cast, clock.now())
    page = enter(site, wire, site.cast.ana, visit)
    write(page, "at ten")
    expect(page.locator("#notes-list li")).to_have_count(1)
    wire.cut()
    page.reload()
    expect(page.get_by_text(BARE)).to_be_visible()
    assert "at ten" not in page.content()
    filled = "[...document.styleSheets].filter((sheet) => sheet.cssRules.length).length"
    assert page.evaluate(filled) == 4
    write(page, "one", "two")
    waiting = page.locator("#notes-waiting li")
    expect(waiting).to_have_text([re.compile("two.*waits"), re.compile("one.*waits")])
    page.reload()
    expect(waiting).to_have_count(2)
    assert sound(page, "shadowing-notes-offline") == []
    assert texts(site.cast, visit) == ["at ten"]
    wire.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Everything has arrived.")).to_be_visible()
    expect(page.locator("#notes-list li")).to_have_count(3)
    assert texts(site.cast, visit) == ["at ten", "one", "two"]
    page.reload()
    expect(page.locator("#notes-list li")).to_have_count(3)
    assert texts(site.cast, visit) == ["at ten", "one", "two"]


def test_the_control_without_the_worker_there_is_no_page(site: Site, wire: Wire) -> None:
    visit = visiting(site.cast, clock.now())
    page = site.enter(None, service_workers="block")
    become(page, site.cast.ana, wire)
    page.goto(wire.address + address(visit))
    expect(page.get_by_text("Leave the page open while there is no connection")).to_be_visible()
    wire.cut()
    assert not opens(page, wire.address + address(visit))


def test_what_is_being_written_is_not_taken_away_by_the_page_that_comes_back(
    site: Site, wire: Wire
) -> None:
    visit = visiting(site.cast, clock.now())
    page = enter(site, wire, site.cast.ana, visit)
    wire.cut()
    page.reload()
    expect(page.get_by_text(BARE)).to_be_visible()
    page.get_by_label("A note", exact=True).fill("half a sent")
    wire.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("There is a connection again.")).to_be_visible()
    page.get_by_label("A note", exact=True).press_sequentially("ence")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Everything has arrived.")).to_be_visible()
    assert texts(site.cast, visit) == ["half a sentence"]


def test_it_keeps_and_serves_the_bare_page_with_its_sheets_and_scripts_and_nothing_else(
    site: Site, wire: Wire
) -> None:
    visit = visiting(site.cast, clock.now())
    page = enter(site, wire, site.cast.ana, visit)
    write(page, "canary of Ana")
    expect(page.locator("#notes-list li")).to_have_count(1)
    page.reload()
    expect(page.get_by_text(OPENS)).to_be_visible()
    assert page.evaluate(CACHED) == {
        f"journeywork-notes-1:{site.cast.ana.id}": [
            "/shadowing/notes/offline/",
            *(f"/static/web/css/{sheet}.css" for sheet in ("page", "parts", "prose", "tokens")),
            *(f"/static/web/js/{one}.js" for one in ("notes", "notes_kept", "notes_offline")),
        ]
    }
    said = page.evaluate(SAID)
    private = ("canary", visit.title, site.cast.ana.name, str(visit.id), 'name="csrf')
    assert [one for one in private if one in said] == []
    scopes = "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))"
    assert page.evaluate(scopes) == [wire.address + address(visit)]
    wire.cut()
    other = UUID(int=0)
    elsewhere = (
        "/", "/me/", "/shadowing/", f"/shadowing/{visit.id}/",
        f"/shadowing/{other}/notes/", "/shadowing/notes/offline/", "/api/v1/me",
    )  # fmt: skip
    assert [one for one in elsewhere if opens(page, wire.address + one)] == []
    assert opens(page, wire.address + address(visit))  # The control.


def test_signing_out_takes_it_away(site: Site, wire: Wire) -> None:
    visit = visiting(site.cast, clock.now())
    page = enter(site, wire, site.cast.ana, visit)
    page.goto(f"{wire.address}/me/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    emptied(page)
    wire.cut()
    assert not opens(page, wire.address + address(visit))


def test_whoever_signs_in_after_somebody_sees_nothing_of_theirs(site: Site, wire: Wire) -> None:
    """Ana's session has ended without her signing out; Ben uses the same device, then Cleo does."""
    cast = site.cast
    visit = visiting(cast, clock.now())
    page = enter(site, wire, cast.ana, visit)
    wire.cut()
    page.reload()
    write(page, "canary of Ana")
    expect(page.locator("#notes-waiting li")).to_have_count(1)
    wire.mend()
    become(page, cast.ben, wire)
    page.goto(wire.address + address(visit))
    expect(page.get_by_text(OPENS)).to_be_visible()
    assert list(page.evaluate(CACHED)) == [f"journeywork-notes-1:{cast.ben.id}"]
    wire.cut()
    page.reload()
    expect(page.get_by_text(BARE)).to_be_visible()
    assert "canary" not in page.content()
    wire.mend()
    become(page, cast.cleo, wire)
    page.goto(f"{wire.address}/")
    emptied(page)
    wire.cut()
    assert not opens(page, wire.address + address(visit))
    assert texts(cast, visit) == []


def test_it_opens_for_a_day_and_no_longer(site: Site, wire: Wire) -> None:
    visit = visiting(site.cast, clock.now())
    page = enter(site, wire, site.cast.ana, visit)
    page.evaluate(
        """async () => {
        const cache = await caches.open((await caches.keys())[0]);
        const [shell] = (await cache.keys()).filter((one) => one.url.endsWith("/offline/"));
        const kept = await cache.match(shell, { ignoreVary: true });
        const headers = new Headers(kept.headers);
        headers.set("X-Kept-At", Date.now() - 24 * 3600 * 1000 - 1);
        await cache.put(shell, new Response(await kept.blob(), { headers }));
    }"""
    )
    wire.cut()
    assert not opens(page, wire.address + address(visit))
