"""Shadowing in the browser: three people, a phone without a connection, and nothing lost."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, Route, expect

from journeywork.activities import actions as activities
from journeywork.activities import queries as together
from journeywork.engine.shadowing import Visit
from journeywork.kernel import clock
from journeywork.shadowing import actions, queries
from tests.conftest import Cast
from tests.rooms.shadowing import agreed, asked, month_ends, offered, visiting
from tests.rooms.test_shadowing import turn
from tests.web.conftest import Site, session_of
from tests.web.looking import sound

NOTE = "A note"


def texts(cast: Cast, visit: Visit) -> list[str]:
    """What Ana has noted, as the server has it, oldest first."""
    found = together.reflections(visit.id, reader=cast.ana, at=clock.now())
    return [one.text for one in found if one.author == cast.ana.id]


def write(page: Page, *notes: str) -> None:
    for text in notes:
        page.get_by_label(NOTE, exact=True).fill(text)
        page.get_by_role("button", name="Keep it").click()


def waits(page: Page) -> str:
    """What the page says waits in this browser."""
    return page.locator("#notes-wait").inner_text()


def test_ana_watches_ben_and_cleo_sees_nothing(site: Site) -> None:
    """Offered, found, agreed on, watched step by step, looked back at by both."""
    cast = site.cast
    month_ends(cast, clock.now())
    ben, ana, cleo = (site.enter(one) for one in (cast.ben, cast.ana, cast.cleo))
    ben.goto("/activities/")
    ben.get_by_role("link", name="Shadowing", exact=True).click()
    ben.get_by_role("link", name="Show your work").first.click()
    ben.get_by_label("Come and watch me …").fill("Close the month")
    ben.get_by_label("Topics").fill("ledger, month end")
    ben.get_by_role("button", name="Offer it").click()
    expect(ben.get_by_text("It stands there now.", exact=False)).to_be_visible()

    ana.goto("/shadowing/?q=ledger")
    ana.get_by_role("link", name="Close the month").click()
    ana.get_by_label("What do you want to see?").fill("when you stop and check")
    assert sound(ana, "shadow-offer") == []
    ana.get_by_role("button", name="I would like to come").first.click()
    expect(ana.get_by_text("It begins.", exact=False)).to_be_visible()
    address = ana.url
    turn(clock.now())
    _agree(ana, ben, address)
    _steps(ana, ben, address)

    ben.goto(address)
    row = ben.locator(
        "form", has=ben.get_by_label(re.compile("it failed in 4 of the last 4"))
    ).first
    assert "to pass?" not in _fresh(ana, address)
    row.get_by_role("button", name=re.compile("Show it")).click()
    assert "How do they get “ledger” to pass?" in _fresh(ana, address)

    _look_back(ana, address, "canary of Ana")
    _look_back(ben, address, "canary of Ben")
    assert "canary of Ben" not in _fresh(ana, address)
    assert "canary of Ana" not in _fresh(ben, address)
    ben.get_by_role("link", name="Share…").first.click()
    ben.get_by_label("Ana").check()
    ben.get_by_role("button", name="Save").click()
    assert "canary of Ben" in _fresh(ana, address)
    assert sound(ana, "shadowing-visit-shared") == []

    answer = cleo.goto(address)
    assert answer is not None
    assert answer.status == 404
    for other in (f"{address}notes/", "/shadowing/", "/activities/"):
        cleo.goto(other)
        assert "canary" not in cleo.content()
        assert "stop and check" not in cleo.content()


def _agree(ana: Page, ben: Page, address: str) -> None:
    ana.get_by_role("button", name=re.compile("Suits me")).first.click()
    expect(ana.get_by_text("suits you", exact=True)).to_be_visible()
    assert sound(ana, "shadowing-visit-times") == []
    ben.goto(address)
    expect(ben.get_by_text("suits Ana")).to_be_visible()
    ben.get_by_role("button", name=re.compile("Suits me")).first.click()
    expect(ben.get_by_text("You both agreed")).to_be_visible()


def _steps(ana: Page, ben: Page, address: str) -> None:
    for page in (ana, ben):
        page.goto(address)
        page.get_by_role("button", name="I am ready for the next step").click()
    assert sound(ben, "shadowing-visit-ready") == []
    ben.get_by_role("button", name="Go on to this").click()
    expect(ben.get_by_text("From now on: Observe with a briefing.")).to_be_visible()
    ana.goto(address)
    ana.get_by_role("button", name=re.compile("Back to this.*Observe")).click()
    ana.get_by_text("What was done when").click()
    expect(ana.locator("ol.line li")).to_have_count(3)


def _look_back(page: Page, address: str, says: str) -> None:
    page.goto(address)
    section = page.get_by_role("region", name="Looking back")
    section.get_by_role("textbox").first.fill(says)
    section.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept. Only you can read it", exact=False)).to_be_visible()


def _fresh(page: Page, address: str) -> str:
    page.goto(address)
    return page.content()


def test_notes_outlive_the_connection_and_each_arrives_once(site: Site) -> None:
    visit = visiting(site.cast, clock.now())
    page = site.enter(site.cast.ana, "phone")
    address = f"/shadowing/{visit.id}/notes/"
    page.goto(address)
    write(page, "before")
    expect(page.locator("#notes-list li")).to_have_count(1)
    page.context.set_offline(True)
    write(page, "one", "two", "three")
    expect(page.locator("#notes-wait")).to_contain_text("3 notes wait in this browser")
    assert texts(site.cast, visit) == ["before"]
    expect(page.locator("#notes-waiting li")).to_have_text(
        [re.compile(text) for text in ("three.*waits", "two.*waits", "one.*waits")]
    )
    assert sound(page, "shadowing-notes-waiting") == []
    # The tab is closed without a connection; what was written stays in the browser.
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("Everything has arrived.")).to_be_visible()
    expect(page.locator("#notes-wait")).to_be_hidden()
    page.goto(address)
    expect(page.locator("#notes-list li")).to_have_count(4)
    assert texts(site.cast, visit) == ["before", "one", "two", "three"]
    assert sound(page, "shadowing-notes") == []


def test_an_answer_that_is_lost_makes_no_second_note(site: Site) -> None:
    """The control: the server had kept the first one, and the browser does not know."""
    visit = visiting(site.cast, clock.now())
    page = site.enter(site.cast.ana, "phone")
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            route.fetch()
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/notes/", lose)
    page.goto(f"/shadowing/{visit.id}/notes/")
    write(page, "counted twice")
    expect(page.locator("#notes-wait")).to_contain_text("One note waits")
    while len(lost) < 2:
        page.wait_for_timeout(50)
        page.evaluate("dispatchEvent(new Event('online'))")
    assert texts(site.cast, visit) == ["counted twice"]
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Everything has arrived.")).to_be_visible()
    assert len(lost) == 2
    assert texts(site.cast, visit) == ["counted twice"]


def test_notes_arrive_after_the_visit_has_ended_and_one_signs_in_again(site: Site) -> None:
    cast = site.cast
    visit = visiting(cast, clock.now())
    page = site.enter(cast.ana, "phone")
    page.goto(f"/shadowing/{visit.id}/notes/")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    write(page, "late")
    expect(page.locator("#notes-wait")).to_contain_text("You have been signed out.")
    activities.end(activity_id=visit.id, by=cast.ben.id, at=clock.now())
    turn(clock.now())
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.reload()
    expect(page.get_by_text("Everything has arrived.")).to_be_visible()
    assert texts(cast, visit) == ["late"]


def test_somebody_else_who_signs_in_here_neither_sees_nor_sends_them(site: Site) -> None:
    cast = site.cast
    visit = visiting(cast, clock.now())
    page, address = site.enter(cast.ana, "phone"), f"/shadowing/{visit.id}/notes/"
    page.goto(address)
    ana = page.context.cookies()
    page.context.set_offline(True)
    write(page, "canary of Ana")
    bens = site.enter(cast.ben)
    page.context.clear_cookies()
    page.context.add_cookies(bens.context.cookies())  # type: ignore[arg-type]
    page.context.set_offline(False)
    page.wait_for_timeout(300)
    expect(page.locator("#notes-wait")).to_contain_text("One note waits")
    page.goto(address)
    assert "canary" not in page.content()
    assert texts(cast, visit) == []
    page.context.clear_cookies()
    page.context.add_cookies(ana)  # type: ignore[arg-type]
    page.goto(address)
    expect(page.get_by_text("Everything has arrived.")).to_be_visible()
    assert texts(cast, visit) == ["canary of Ana"]


def test_a_note_that_is_refused_stays_to_be_copied_and_holds_no_other_up(site: Site) -> None:
    visit = visiting(site.cast, clock.now())
    page = site.enter(site.cast.ana, "phone")

    def refuse(route: Route) -> None:
        if "unwanted" in (route.request.post_data or ""):
            route.fulfill(status=422, json={"kept": False})
        else:
            route.continue_()

    page.route("**/notes/", refuse)
    page.goto(f"/shadowing/{visit.id}/notes/")
    write(page, "unwanted", "fine")
    expect(page.locator("#notes-list li")).to_have_count(1)
    waiting = page.locator("#notes-waiting li")
    expect(waiting).to_have_text([re.compile("unwanted.*is not taken: copy it")])
    assert texts(site.cast, visit) == ["fine"]


def test_signing_out_with_notes_that_wait_asks_first(site: Site) -> None:
    visit = visiting(site.cast, clock.now())
    page = site.enter(site.cast.ana)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/notes/", lose)
    page.goto(f"/shadowing/{visit.id}/notes/")
    write(page, "unsent")
    expect(page.locator("#notes-wait")).to_contain_text("One note waits")
    page.goto("/me/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/logout/**")
    kept = page.evaluate("Object.values(localStorage).join()")
    assert "unsent" in kept


def test_the_server_takes_no_note_of_somebody_else(site: Site) -> None:
    """Whatever a browser sends: a note says whose it is, and that must be who is signed in."""
    cast = site.cast
    visit = visiting(cast, clock.now())
    bens = Client()
    bens.cookies[settings.SESSION_COOKIE_NAME] = session_of(cast.ben)

    def send(author: UUID) -> int:
        note = {"key": uuid4(), "text": "canary", "author": author}
        address, behind = f"/shadowing/{visit.id}/notes/", {"X-Journeywork-Note": "1"}
        return bens.post(address, note, headers=behind).status_code

    assert [send(cast.ana.id), send(cast.ben.id)] == [409, 200]
    assert texts(cast, visit) == []


def test_notes_need_no_script_and_no_mouse(site: Site) -> None:
    visit = visiting(site.cast, clock.now())
    page = site.enter(site.cast.ana, java_script_enabled=False)
    page.goto(f"/shadowing/{visit.id}/notes/")
    page.get_by_label(NOTE, exact=True).focus()
    page.keyboard.type("By hand")
    page.get_by_role("button", name="Keep it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept. Only you can read it.")).to_be_visible()
    assert texts(site.cast, visit) == ["By hand"]


def test_a_request_is_answered_and_a_time_of_ones_own_is_proposed(site: Site) -> None:
    cast, at = site.cast, clock.now()
    page = site.enter(cast.ana)
    page.goto("/shadowing/requests/new/")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("This is still empty.")
    page.get_by_label("I would like to see how …").fill("The month is closed")
    page.get_by_label("Whom do you ask?").select_option("One person")
    page.get_by_label("Their e-mail address").fill("ben@fairwater.example")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("asked of: Ben")).to_be_visible()
    ben = site.enter(cast.ben)
    ben.goto("/shadowing/")
    ben.get_by_role("link", name="The month is closed").click()
    expect(ben.get_by_role("button", name="Come along").first).to_be_visible()
    assert sound(ben, "shadow-request") == []
    ben.get_by_role("button", name="Come along").first.click()
    visit = queries.visits(reader=cast.ana.id)[0]
    page.goto(f"/shadowing/{visit.id}/")
    page.get_by_text("A time of my own").click()
    page.get_by_label("Day").fill((at + timedelta(days=1)).date().isoformat())
    page.get_by_label("Time", exact=True).fill("03:00")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("alert")).to_contain_text("outside the hours")
    assert sound(page, "shadowing-visit-fault") == []


def test_what_fits_is_told_and_put_away(site: Site) -> None:
    cast, at = site.cast, clock.now()
    asked(cast, at)
    offered(cast, at)
    turn(at)
    page = site.enter(cast.ana)
    page.goto("/shadowing/")
    expect(page.get_by_role("region", name="For you")).to_contain_text("both name: ledger")
    assert sound(page, "shadowing-told") == []
    page.get_by_role("button", name=re.compile("Put away.*Close the month")).click()
    expect(page.get_by_role("region", name="For you")).to_have_count(0)


def test_a_calendar_is_handed_over_and_forgotten(site: Site) -> None:
    page, at = site.enter(site.cast.ana), clock.now()
    page.goto("/shadowing/busy/")
    page.get_by_label("Or its text").fill("Hello")
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_role("alert")).to_contain_text("is no iCalendar file that can be read")
    assert sound(page, "shadowing-busy-fault") == []
    day = f"{at + timedelta(days=3):%Y%m%d}"
    text = "\r\n".join(
        [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1"),
            *(f"DTSTART:{day}T100000Z", f"DTEND:{day}T110000Z", "SUMMARY:canary"),
            *("END:VEVENT", "END:VCALENDAR", ""),
        ]
    )
    file = {"name": "mine.ics", "mimeType": "text/calendar", "buffer": text.encode()}
    page.get_by_label("A calendar file (.ics)").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_label("Or its text").fill("")
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_text("1 time is kept.")).to_be_visible()
    assert sound(page, "shadowing-busy") == []
    page.get_by_role("button", name="Forget them").click()
    assert queries.busy(site.cast.ana.id, since=at) == ()


def test_moving_resting_and_ending_take_no_reason(site: Site) -> None:
    visit = agreed(site.cast, clock.now())
    page, address = site.enter(site.cast.ana), f"/shadowing/{visit.id}/"
    page.goto(address)
    page.get_by_role("button", name="Another time").click()
    expect(
        page.get_by_text("The old one stands until you both agree.", exact=False)
    ).to_be_visible()
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("Called off. Nobody is asked why.")).to_be_visible()
    page.get_by_text("Pause, leave or end").click()
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text("It rests.", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Go on now").click()
    page.get_by_text("Pause, leave or end").click()
    page.get_by_role("button", name="End it for both").click()
    expect(page.get_by_text("It is over.", exact=False)).to_be_visible()


def test_its_pages_take_at_most_eight_queries(site: Site) -> None:
    """And as many with thirty rows as with three."""
    cast, at = site.cast, clock.now()
    visit = agreed(cast, at)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(cast.ana)
    offer, wish = offered(cast, at), asked(cast, at)

    def counted() -> list[int]:
        found = []
        for address in (
            *("/shadowing/", f"/shadowing/{visit.id}/", f"/shadowing/{visit.id}/notes/"),
            *(f"/shadowing/offers/{offer.id}/", f"/shadowing/requests/{wish.id}/"),
            *("/shadowing/offers/new/", "/shadowing/requests/new/", "/shadowing/busy/"),
        ):
            with CaptureQueriesContext(connection) as sent:
                assert client.get(address).status_code == 200
            found.append(len(sent))
        return found

    more(cast, visit, 3)
    counted()
    few = counted()
    more(cast, visit, 30)
    assert counted() == few
    assert max(few) <= 8


def more(cast: Cast, visit: Visit, count: int) -> None:
    at = clock.now()
    for n in range(count):
        actions.note(
            visit_id=visit.id, key=uuid4(), text=f"{n}", by=cast.ana.id, at=at, written_at=at
        )
    for n in range(min(count, 15)):
        visiting(cast, at, by=(cast.ben, cast.dora, cast.emil)[n % 3].id)
        asked(cast, at, by=(cast.ben, cast.dora, cast.emil)[n % 3].id)
        actions.look_for(visit_id=visit.id, says=f"{n}", by=cast.ana.id, at=at)
