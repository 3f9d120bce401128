"""Emil keeps the installation running: the demo comes and goes, failures are seen, names known."""

import re

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from journeywork.connectors.demo import loading, tasks
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock, jobs
from journeywork.kernel.jobs import JobState
from journeywork.kernel.models import JobNote
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.people import demo as demos
from journeywork.people import queries as directory
from journeywork.work import actions as work
from journeywork.work import queries as works
from tests.web.conftest import Site, violations
from tests.web.stage import Stage


@pytest.fixture
def emil(site: Site, stage: Stage) -> Page:
    """Emil administers; an index is there, and no job of another test."""
    del stage
    indexing.catch_up()
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    return site.enter(site.cast.emil)


def fail(person: Person, what: str, fault: str) -> int:
    """Put a job of somebody's organisation in the queue that failed as often as it may."""
    jobs.defer("turn_fact", org=str(person.org), fact=what)
    with connection.cursor() as cursor:
        cursor.execute("select max(id) from procrastinate_jobs")
        (id,) = cursor.fetchone()
        for status in ("doing", "failed"):
            cursor.execute("update procrastinate_jobs set status = %s where id = %s", [status, id])
    JobNote.objects.create(id=id, what=what, fault=fault)
    return int(id)


def said(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


# The demo


def test_the_demo_is_asked_for_shows_how_far_it_is_and_is_there(site: Site, emil: Page) -> None:
    emil.goto("/admin/demo/")
    emil.get_by_role("button", name="Load the demo").click()
    expect(emil.locator("#demo-progress")).to_contain_text("Waiting for the worker.")
    assert emil.get_by_role("button", name="demo").count() == 0
    assert violations(emil) == []
    run(JobState.RUNNING, step="cards", done=30, total=60)
    expect(emil.locator("#demo-progress")).to_contain_text("Cards are written: 30 of 60.")
    assert emil.locator("#demo-share").get_attribute("value") == "0.2"
    tasks.demo_load(str(site.cast.org), str(site.cast.emil.id))
    finish()
    expect(emil.locator("main")).to_contain_text("The demo is loaded, and you have a seat in it.")
    emil.get_by_role("button", name="Look around in it").click()
    expect(emil.locator(".messages")).to_have_text("You are in Fairwater Group (demo) now.")
    emil.goto("/admin/demo/")
    expect(emil.locator("main")).to_contain_text("You are in the demo.")


def test_a_stale_page_removes_nothing_and_loads_nothing(site: Site, emil: Page) -> None:
    stale = site.enter(site.cast.emil)
    stale.goto("/admin/demo/")
    loading.load(at=clock.now())
    stale.get_by_role("button", name="Load the demo").click()
    expect(stale.locator("main")).to_contain_text("The demo is loaded")
    assert (len(loading.demos()), demos.demo().job) == (1, None)
    emil.goto("/admin/demo/")
    loading.remove(at=clock.now())
    emil.get_by_role("button", name="Remove the demo").click()
    expect(emil.get_by_role("button", name="Load the demo")).to_be_visible()
    assert demos.demo().job is None


def test_a_demo_that_cannot_be_loaded_says_so_and_can_be_asked_for_again(emil: Page) -> None:
    emil.goto("/admin/demo/")
    emil.get_by_role("button", name="Load the demo").click()
    expect(emil.locator("#demo-progress")).to_contain_text("Waiting for the worker.")
    run(JobState.WAITING, fault="WrongContent in reading._fit")
    expect(emil.locator("#demo-progress")).to_contain_text(
        "The demo could not be loaded (WrongContent in reading._fit). Nothing of it is left "
        "behind. It is tried again by itself."
    )
    run(JobState.FAILED, fault="WrongContent in reading._fit")
    button = emil.get_by_role("button", name="Load the demo")
    expect(button).to_be_visible()
    assert "could not be loaded" in said(emil)
    assert violations(emil) == []
    button.click()
    expect(emil.locator("#demo-progress")).to_contain_text("Waiting for the worker.")
    assert [job.task for job in jobs.failed()] == []


def test_trying_can_be_stopped(emil: Page) -> None:
    emil.goto("/admin/demo/")
    emil.get_by_role("button", name="Load the demo").click()
    run(JobState.WAITING, fault="KeyError")
    emil.reload()
    emil.get_by_role("button", name="Stop trying").click()
    expect(emil.locator(".messages")).to_have_text("It is not tried again.")
    assert demos.demo().job is None


def test_the_demo_goes_with_one_click(site: Site, emil: Page) -> None:
    loading.load(at=clock.now())
    emil.goto("/admin/demo/")
    emil.get_by_role("button", name="Remove the demo").click()
    run(JobState.RUNNING, step="remove")
    expect(emil.locator("#demo-progress")).to_contain_text("The demo is being removed.")
    tasks.demo_remove(str(site.cast.org), str(site.cast.emil.id))
    finish()
    expect(emil.get_by_role("button", name="Load the demo")).to_be_visible()


def run(state: JobState, **told: object) -> None:
    """Let the demo's job stand so, as the worker would make it."""
    job = demos.demo().job
    assert job is not None
    status = {"waiting": "todo", "running": "doing", "failed": "failed"}[state.value]
    with connection.cursor() as cursor:
        if status == "failed":
            cursor.execute("update procrastinate_jobs set status='doing' where id=%s", [job.id])
        cursor.execute("update procrastinate_jobs set status=%s where id=%s", [status, job.id])
    JobNote.objects.update_or_create(id=job.id, defaults=told)


def finish() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where lock = 'demo'")


# Jobs


def test_what_could_not_be_done_is_told_and_tried_again(site: Site, emil: Page) -> None:
    emil.goto("/admin/jobs/")
    expect(emil.locator(".empty")).to_contain_text("Nothing was left undone.")
    fail(site.cast.emil, "Somebody left -> their cards get new owners.", "KeyError in upkeep._heir")
    fail(site.cast.emil, "Run a replay that was asked for.", "")
    fail(site.cast.outsider, "Somebody elsewhere", "ValueError")
    emil.reload()
    shown = said(emil)
    assert "Somebody left → their cards get new owners." in shown
    assert "It broke off with KeyError in upkeep._heir ." in shown.replace("heir.", "heir .")
    assert "The worker was ended each time while it was at it." in shown
    assert "Somebody elsewhere" not in shown
    assert violations(emil) == []
    emil.get_by_role("button", name="Try all of them again").click()
    expect(emil.locator(".messages")).to_have_text("2 jobs are tried again.")
    assert jobs.failed(org=site.cast.org) == ()


def test_one_job_is_given_up_and_a_stale_button_says_so(site: Site, emil: Page) -> None:
    id = fail(site.cast.emil, "Somebody left -> their cards get new owners.", "KeyError")
    emil.goto("/admin/jobs/")
    emil.get_by_role("button", name=f"Give up: job {id}").click()
    expect(emil.locator(".messages")).to_have_text("Given up. It is not tried again.")
    again = fail(site.cast.emil, "Run a replay that was asked for.", "KeyError")
    emil.goto("/admin/jobs/")
    jobs.give_up([again])
    emil.get_by_role("button", name=f"Try again: job {again}").click()
    expect(emil.locator(".messages")).to_contain_text("That has changed meanwhile")


def test_a_duty_comes_again_by_itself(site: Site, emil: Page) -> None:
    jobs.defer("clock.digests")
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute(
                "update procrastinate_jobs set status=%s where task_name='clock.digests'", [status]
            )
    emil.goto("/admin/jobs/")
    assert "It comes again by itself." in said(emil)
    assert emil.get_by_role("button", name="Try again").count() == 0
    del site


# Who is meant


def octo(site: Site, handle: str, count: int = 3) -> None:
    at = clock.now()
    events = [
        WorkEvent(
            source="urn:x", id=f"{handle}/{n}", type="change.merged", at=at, title="A migration",
            subject=f"change/{handle}", by_handle=handle,
        )
        for n in range(count)
    ]  # fmt: skip
    work.accept(events, by=None, at=at)
    work.digest(at=at)
    del site


def test_a_name_in_the_work_is_said_to_be_ben(site: Site, emil: Page) -> None:
    octo(site, "github:ben-achterberg")
    emil.goto("/admin/sources/")
    emil.get_by_role("link", name="Say who github:ben-achterberg is").click()
    expect(emil.locator("h1")).to_have_text("Who is github:ben-achterberg?")
    expect(emil.locator("main")).to_contain_text("3 events in the work carry this name.")
    assert violations(emil) == []
    emil.get_by_role("button", name="It is Ben").click()
    expect(emil.locator(".messages")).to_have_text(
        "github:ben-achterberg is Ben. The history follows in a moment."
    )
    assert works.unresolved_authors() == ()


def test_nobody_is_called_like_it_so_one_searches_or_invites(site: Site, emil: Page) -> None:
    octo(site, "zq@old.example", count=1)
    emil.goto("/admin/authors/")
    emil.get_by_role("link", name="zq@old.example", exact=True).click()
    expect(emil.locator("main")).to_contain_text("Nobody here is called anything like it.")
    emil.get_by_label("Search by name or e-mail").fill("cleo")
    emil.get_by_role("button", name="Search").click()
    expect(emil.get_by_role("button", name="It is Cleo")).to_be_visible()
    emil.get_by_role("link", name="Invite them under this address").click()
    expect(emil.locator("#id_email")).to_have_value("zq@old.example")


def test_further_addresses_of_somebody_are_kept(site: Site, emil: Page) -> None:
    emil.goto("/admin/people/ana/")
    emil.get_by_label(re.compile("^Further addresses")).fill("ana@old.example, a.f@older.example")
    emil.get_by_role("button", name="Save").click()
    expect(emil.locator(".messages")).to_be_visible()
    kept = directory.further_emails(site.cast.ana.id)
    assert kept == ("a.f@older.example", "ana@old.example")
    people.change_person(person_id=site.cast.ana.id, other_emails=(), by=None, at=clock.now())
