"""Dora leads, Ana does the work, Cleo is a third: cues, a one-to-one, and who had a chance."""

from datetime import UTC, datetime, time, timedelta

from playwright.sync_api import Page, expect

from journeywork.coaching import cueing, opportunity, talks
from journeywork.coaching.models import CueRow
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from journeywork.people.models import PersonRow
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.stage import Stage, make_stage
from tests.web.test_query_budget import MOST, _statements, client_of


def failing(site: Site, at: datetime) -> None:
    """Checks of Ana's work failed four times in the last hour, and Dora is at work."""
    people.change_person(
        person_id=site.cast.dora.id,
        workdays=range(1, 8),
        starts=time(0),
        ends=time(23, 59),
        by=None,
        at=at,
    )
    PersonRow.objects.update(joined_at=at - timedelta(days=300))
    events = [
        WorkEvent(
            source="git",
            id=f"check {n}",
            type="check.failed",
            at=at - timedelta(minutes=9 * n),
            subject="payments#77",
            by=site.cast.ana.id,
            title="Charge the fee once",
            place="payments",
            check="ledger",
        )
        for n in range(1, 5)
    ]
    work.accept(events, by=None, at=at)
    while work.digest(at=at):
        pass


def test_a_cue_is_answered_and_read_by_whom_it_is_about(site: Site, stage: Stage) -> None:
    dora = site.enter(site.cast.dora)
    dora.goto("/coaching/")
    expect(dora.locator("main")).to_contain_text("Nothing just now.")
    assert sound(dora, "coaching-empty") == []
    with within(site.cast.org):
        failing(site, clock.now())
        assert cueing.look_around(at=clock.now()) == 1
    dora.reload()
    cue = dora.get_by_role("listitem").filter(has_text="Checks of this work have failed 4 times")
    expect(cue).to_contain_text("Ana")
    cue.get_by_text("Three questions you could ask").click()
    expect(cue).to_contain_text("What have you ruled out so far?")
    assert sound(dora, "coaching-cue") == []
    cue.get_by_role("button", name="Step back").click()
    expect(dora.locator("main")).to_contain_text("Leaving room is a decision too.")

    ana = site.enter(site.cast.ana)
    ana.goto("/me/cues/")
    expect(ana.locator("main")).to_contain_text("To Dora")
    expect(ana.locator("main")).to_contain_text("Checks of this work have failed 4 times")
    expect(ana.locator("main")).not_to_contain_text("step back", ignore_case=False)
    assert sound(ana, "cues-about-me") == []
    ana.goto("/me/privacy/")
    expect(ana.locator("main")).to_contain_text("a cue about you")

    cleo = site.enter(site.cast.cleo)
    cleo.goto("/me/cues/")
    expect(cleo.locator("main")).to_contain_text("There has been none.")
    cleo.goto("/coaching/")
    expect(cleo.locator("main")).not_to_contain_text("Checks of this work")
    assert sound(cleo, "coaching-no-team") == []


def add(page: Page, text: str, button: str) -> None:
    page.get_by_label("What do you want to talk about?").fill(text)
    page.get_by_role("button", name=button, exact=True).last.click()


def test_two_make_an_agenda_and_a_third_sees_nothing(site: Site, stage: Stage) -> None:
    dora, ana = site.enter(site.cast.dora), site.enter(site.cast.ana)
    dora.goto("/coaching/")
    dora.get_by_label("Begin one with").select_option(label="Ana")
    dora.get_by_role("button", name="Begin").click()
    expect(dora.get_by_role("heading", level=1)).to_have_text("One-to-one with Ana")
    assert sound(dora, "talk-empty") == []
    address = dora.url

    ana.goto("/activities/")
    ana.get_by_role("link", name="One-to-one").first.click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("One-to-one with Dora")
    add(ana, "More time for tests", "Put it on the page")
    add(ana, "I would like to leave the pager", "Keep it as my draft")
    expect(ana.locator("main")).to_contain_text("Only you can read this")
    dora.reload()
    expect(dora.locator("main")).to_contain_text("More time for tests")
    expect(dora.locator("main")).not_to_contain_text("pager")
    dora.get_by_label("With this I ask for feedback on what I do").check()
    add(dora, "What should I stop doing?", "Put it on the page")
    expect(dora.locator("main")).to_contain_text("What should I stop doing?")
    assert sound(dora, "talk") == []

    dora.get_by_label("More time for tests").check()
    dora.get_by_role("button", name="We talked about these").click()
    expect(dora.locator("main")).to_contain_text("carried over to the next time")
    dora.get_by_text("Agree on something").click()
    dora.get_by_label("What", exact=True).fill("Free every second Friday")
    dora.get_by_role("button", name="Agreed").click()
    expect(dora.locator("main")).to_contain_text("Free every second Friday")
    ana.reload()
    expect(ana.locator("main")).to_contain_text("Free every second Friday")
    expect(ana.locator("main")).to_contain_text("carried over")
    ana.get_by_role("button").filter(has_text="Put it on the page: I would").click()
    expect(ana.locator("main")).to_contain_text("Both of you can read it now.")
    assert sound(ana, "talk-second-time") == []
    add(ana, " ", "Put it on the page")
    expect(ana.locator(".faults")).to_contain_text("This is still empty.")
    assert sound(ana, "talk-fault") == []

    for third in (site.cast.cleo, site.cast.ben, site.cast.emil):
        page = site.enter(third)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
        expect(page.locator("main")).not_to_contain_text("More time for tests")


def crew(site: Site, count: int, at: datetime) -> list[Person]:
    return [
        people.add_person(
            name=f"Person {n}",
            email=f"person-{n}@fairwater.example",
            teams=(site.cast.payments.id,),
            by=None,
            at=at,
        )
        for n in range(count)
    ]


def test_who_had_a_chance_is_told_to_the_team_and_to_who_leads_it(site: Site, stage: Stage) -> None:
    dora = site.enter(site.cast.dora)
    dora.goto("/opportunity/")
    expect(dora.locator("main")).to_contain_text("Nothing has been told yet.")
    assert sound(dora, "opportunity-empty") == []
    with within(site.cast.org):
        crew(site, 6, stage.at)
        PersonRow.objects.update(joined_at=datetime(2020, 1, 1, tzinfo=UTC))
        assert opportunity.tell_due(at=clock.now())
    for person, name in ((site.cast.dora, "opportunity"), (site.cast.ana, "opportunity-member")):
        page = site.enter(person)
        page.goto("/opportunity/")
        expect(page.get_by_role("heading", name="Payments")).to_be_visible()
        row = page.get_by_role("row", name="a debrief").first
        expect(row).to_contain_text("fewer than 5 of 9")
        mentor = page.get_by_role("row", name="a mentor").first
        expect(mentor).to_contain_text("fewer than 5 of 9")
        assert sound(page, name) == []
    cleo = site.enter(site.cast.cleo)
    cleo.goto("/opportunity/")
    expect(cleo.get_by_role("heading", name="Payments")).to_have_count(0)
    assert sound(cleo, "opportunity-small") == []


def test_pages_of_a_lead_take_eight_queries_with_many_as_with_few(cast: Cast) -> None:
    """The cues have been seen: what the first look writes down is not counted."""
    stage = make_stage(cast)
    few = _counted(cast, stage.at, range(1))
    many = _counted(cast, stage.at, range(1, 25))
    assert many == few
    assert {address: n for address, n in few.items() if n > MOST} == {}


def _counted(cast: Cast, at: datetime, numbers: range) -> dict[str, int]:
    dora = cast.dora.id
    talk = talks.begin(with_id=cast.ana.id, title="x", by=dora, at=at)
    for n in numbers:
        member = people.add_person(
            name=f"M{n}", email=f"m{n}@x.example", teams=(cast.payments.id,), by=None, at=at
        )
        talks.begin(with_id=member.id, title="x", by=dora, at=at)
        talks.add(talk_id=talk, text=f"Point {n}", put=n % 2 == 0, by=dora, at=at)
        CueRow.objects.create(
            lead=dora, person=member.id, kind="newcomer", thing=member.id, says="New here", at=at
        )
    client = client_of(dora)
    addresses = ("/coaching/", f"/coaching/one-to-ones/{talk}/", "/opportunity/", "/me/cues/")
    return {
        address.rsplit("/", 2)[0] if str(talk) in address else address: _statements(client, address)
        for address in addresses
    }
