"""Posts on pages: Ana narrates, Ben answers, Cleo reads what is for her and nothing else."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.knowledge.posts import actions, queries
from tests.conftest import Cast
from tests.web.conftest import Site, violations
from tests.web.stage import Stage, episode_id, make_stage
from tests.web.test_query_budget import client_of

MARK = "jabberwock"
SAID = "beware the bandersnatch"


@pytest.fixture
def on_stage(cast: Cast) -> Stage:
    return make_stage(cast)


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_ana_posts_about_the_work_at_hand_and_ben_answers(site: Site, stage: Stage) -> None:
    ana = site.enter(site.cast.ana)
    ana.goto("/")
    ana.keyboard.press("g")
    ana.keyboard.press("p")
    expect(ana.locator("h1")).to_have_text("Posts")
    ana.get_by_role("link", name="Write a post").click()
    expect(ana.get_by_label("It is about Fee of invoice 1")).to_be_checked()
    ana.fill("#id_text", "The bank answers 202 now #banks")
    expect(ana.locator("#check")).to_contain_text("Topics: #banks")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator(".messages")).to_have_text("Posted.")
    address = ana.url
    ben = site.enter(site.cast.ben)
    ben.goto(address)
    expect(ben.locator(".margin")).to_contain_text("Fee of invoice 1")
    ben.get_by_role("button", name="Say thanks").click()
    expect(ben.locator(".sheet")).to_contain_text("Thanks from Ben")
    ben.fill("#id_text", "Since Monday.")
    ben.get_by_role("button", name="Answer").click()
    expect(ben.locator(".posts")).to_contain_text("Since Monday.")
    ben.get_by_role("button", name="Make the whole thread a card").click()
    expect(ben.locator("#id_body")).to_have_value(
        "The bank answers 202 now #banks\n\nSince Monday."
    )
    ben.goto(address)
    expect(ben.locator(".margin")).to_contain_text("Became a card")
    ana.reload()
    expect(ana.locator(".sheet")).to_contain_text("Thanks from Ben")
    expect(ana.locator(".margin")).not_to_contain_text("Became a card")


def test_without_scripts_it_is_written_narrowed_and_taken_away(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana, java_script_enabled=False)
    page.goto(f"/posts/write/?episode={episode_id(site.cast)}")
    page.get_by_label("It is about").uncheck()
    page.fill("#id_text", f"A {MARK} <script>alert(1)</script>")
    page.get_by_role("button", name="Post it").click()
    expect(page.locator(".said")).to_have_text(f"A {MARK} <script>alert(1)</script>")
    address = page.url
    page.get_by_role("link", name="Change").click()
    page.select_option("#id_audience", "person")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".faults")).to_contain_text("Say who.")
    page.fill("#id_reader", "ben@fairwater.example")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".sheet")).to_contain_text("For Ben alone")
    cleo = site.enter(site.cast.cleo)
    answer = cleo.goto(address)
    assert answer is not None
    assert (answer.status, MARK in cleo.content()) == (404, False)
    page.locator("summary", has_text="Take it away").click()
    page.get_by_role("button", name="Yes, take it away").click()
    expect(page.locator("h1")).to_have_text("Posts")
    assert MARK not in page.content()


def test_the_weekly_questions_wait_on_today_and_the_answer_is_hers(
    site: Site, stage: Stage
) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/")
    page.get_by_role("link", name="How was your week?").click()
    page.fill("#id_text", f"A {MARK} of meetings")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".sheet.private")).to_contain_text("Only you can read this")
    page.goto("/")
    expect(page.get_by_role("link", name="How was your week?")).to_have_count(0)
    assert not [one for one in queries.posts(reader=site.cast.dora) if MARK in one.text]


def test_a_note_becomes_a_post_with_its_words(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/write/")
    page.fill("#id_text", "Rather said than kept")
    page.get_by_role("button", name="Make it a post instead").click()
    expect(page.locator("h1")).to_have_text("Write a post")
    expect(page.locator("#id_text")).to_have_value("Rather said than kept")


def test_too_much_is_refused_and_nothing_is_lost(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/posts/write/")
    page.fill("#id_text", "\N{FAMILY}" * 601)
    expect(page.locator("#check")).to_contain_text("1 character too many")
    page.get_by_role("button", name="Post it").click()
    expect(page.locator(".faults")).to_contain_text("takes at most 600 characters")
    assert page.locator("#id_text").input_value() == "\N{FAMILY}" * 601
    assert violations(page) == []


#: Every page on which posts can stand.
PAGES = (
    "/posts/", "/posts/?show=near", "/posts/?show=others", "/posts/?show=mine",
    "/posts/topics/jabberwock/", "/posts/by/ana/", "/people/ana/", "/posts/following/", "/",
    "/cards/", "/ask/?q=jabberwock", "/requests/",
)  # fmt: skip


def narrowed(stage: Stage) -> list[str]:
    """Ana writes what is not for Cleo, in every way; return where each can be read."""
    cast, at = stage.cast, stage.at
    audiences = (
        ONLY_ME,
        Audience(kind=AudienceKind.TEAM, team=cast.payments.id),
        Audience(kind=AudienceKind.PERSON, person=cast.ben.id),
    )
    made = [
        actions.write(
            text=f"{SAID} #jabberwock", by=cast.ana.id, at=at, audience=one,
            episode=episode_id(cast),
        )
        for one in audiences
    ]  # fmt: skip
    return [f"/posts/{one.id}/" for one in made]


def test_cleo_sees_nothing_of_narrower_posts_on_any_page(on_stage: Stage) -> None:
    addresses = narrowed(on_stage)
    cleo = client_of(on_stage.cast.cleo.id)
    actions.follow(by=on_stage.cast.cleo.id, person=on_stage.cast.ana.id)
    for address in PAGES:
        page = read(cleo, address)
        assert SAID not in page, address
        assert not set(re.findall(r'href="([^"]+)"', page)) & set(addresses), address
    part = cleo.get("/posts/by/ana/", headers={"hx-request": "true"}).content.decode()
    assert SAID not in part
    for address in addresses:
        for door in ("", "who/", "change/"):
            assert SAID not in read(cleo, address + door, status=404)
        for door in ("answer/", "thanks/", "away/", "card/"):
            assert cleo.post(address + door, {"text": "x"}).status_code == 404


def test_others_read_what_is_for_them(on_stage: Stage) -> None:
    cast = on_stage.cast
    mine, team, person = narrowed(on_stage)
    allowed = {
        one.key: [client_of(one.id).get(each).status_code for each in (mine, team, person)]
        for one in (cast.ana, cast.ben, cast.dora, cast.emil)
    }
    assert allowed == {
        "ana": [200, 200, 200],
        "ben": [404, 200, 200],
        "dora": [404, 200, 404],
        "emil": [404, 404, 404],
    }


def test_a_post_does_not_name_work_that_its_reader_may_not_see(on_stage: Stage) -> None:
    told = {
        each.key: "Fee of invoice" in read(client_of(each.id), f"/posts/{on_stage.post}/")
        for each in (on_stage.cast.ben, on_stage.cast.cleo)
    }
    assert told == {"ben": True, "cleo": False}


def test_nobody_sees_who_follows_whom(on_stage: Stage) -> None:
    cast = on_stage.cast
    actions.follow(by=cast.cleo.id, person=cast.ana.id)
    follower = "Cleo"
    for person in (cast.ana, cast.emil):
        for address in ("/people/ana/", "/posts/by/ana/", "/me/privacy/", "/posts/following/"):
            assert follower not in read(client_of(person.id), address)
