"""Whoever is in no list of those near is looked up by name or address, and chosen by hand."""

import pytest
from django.http import HttpResponse
from playwright.sync_api import expect

from journeywork.assignments import actions, queries
from journeywork.engine.people import Author, Person
from journeywork.kernel import clock
from journeywork.people import actions as organising
from journeywork.people import queries as people
from tests.conftest import Cast
from tests.rooms.assigning import opened
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.test_query_budget import client_of

NEW = "/assignments/new/"


def hired(name: str, key: str) -> Person:
    """Somebody works here, in no team of Ana's."""
    email = f"{key}@fairwater.example"
    return organising.add_person(name=name, email=email, key=key, by=None, at=clock.now())


def filled(**more: str) -> dict[str, str]:
    fields = {
        "title": "Retry refunds",
        "skill": "Gateways",
        "why": "It is new to me",
        "complexity": "2",
        "good": "It is tried again, once",
    }
    return fields | more


def sent(cast: Cast, **more: str) -> HttpResponse:
    return client_of(cast.ana.id).post(NEW, filled(**more))


def listed(answer: HttpResponse, person: Person) -> bool:
    return f'value="{person.id}"' in answer.content.decode()


def said(answer: HttpResponse) -> str:
    return answer.content.decode().partition('role="status"')[2].partition("</p>")[0]


@pytest.mark.parametrize("text", ["Zora", "zora quill", "ZORA@fairwater.example"])
def test_one_who_is_found_is_chosen_as_the_mentor(cast: Cast, text: str) -> None:
    zora = hired("Zora Quill", "zora")
    assert not listed(client_of(cast.ana.id).get(NEW), zora)
    answer = sent(cast, somebody=text)
    assert (answer.status_code, listed(answer, zora)) == (200, True)
    assert f'value="{zora.id}" selected' in answer.content.decode()
    assert "Zora Quill can be chosen now." in said(answer)
    assert queries.assignments(reader=cast.ana.id) == (), "nothing is opened yet"
    assert sent(cast, mentor=str(zora.id)).status_code == 302
    (found,) = queries.assignments(reader=cast.ana.id)
    assert found.mentor == zora.id


def test_who_has_been_chosen_already_stays_chosen(cast: Cast) -> None:
    zora = hired("Zora Quill", "zora")
    answer = sent(cast, somebody="zora", mentor=str(cast.ben.id)).content.decode()
    assert f'value="{cast.ben.id}" selected' in answer
    assert f'value="{zora.id}" selected' not in answer


def test_several_stand_in_the_list_and_can_be_told_apart(cast: Cast) -> None:
    for n in range(3):
        hired("Zora Quill", f"zora-{n}")
    answer = sent(cast, somebody="zora")
    assert "3 people are called so" in said(answer)
    assert all(f"Zora Quill (zora-{n})" in answer.content.decode() for n in range(3))
    for n in range(3, 12):
        hired("Zora Quill", f"zora-{n}")
    assert "Many are called so. 8 can be chosen" in said(sent(cast, somebody="zora"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Nobody At All", "is called “Nobody At All”"),
        ("nobody@nowhere.example", "is called “nobody@nowhere.example”"),
        ("Ana", "Nobody who can be chosen here"),
        ("Oscar", "Nobody who can be chosen here"),
        ("fairwater", "Nobody who can be chosen here"),
        ("<script>", "“&lt;script&gt;”"),
        ("", "Write a name or an e-mail address first."),
    ],
)
def test_who_is_not_found_is_said_and_what_was_written_stays(
    cast: Cast, text: str, says: str
) -> None:
    """Oneself, people of another organisation and parts of an address are not found."""
    answer = sent(cast, somebody=text, look="yes")
    assert (answer.status_code, says in said(answer)) == (200, True)
    assert "It is tried again, once" in answer.content.decode()


def test_who_cannot_sign_in_or_has_left_is_not_found_and_not_taken(cast: Cast) -> None:
    author = Author(name="Zora Quill", email="zora@fairwater.example")
    added = organising.add_people([author], by=None, at=clock.now())
    known = people.person(added[author.email])
    left = hired("Zora Left", "left")
    organising.deactivate(person_id=left.id, by=None, at=clock.now())
    assert "Nobody who can be chosen" in said(sent(cast, somebody="zora"))
    for one in (known, left, cast.ana, cast.outsider):
        answer = sent(cast, mentor=str(one.id))
        assert (answer.status_code, listed(answer, one)) == (422, False)


def test_by_keyboard_and_without_scripts(site: Site) -> None:
    hired("Zora Quill", "zora")
    ana = site.enter(site.cast.ana, java_script_enabled=False)
    ana.goto(NEW)
    for name, text in (("Which piece", "Retry"), ("What do you want to learn", "Gateways")):
        ana.get_by_label(name).fill(text)
    ana.get_by_label("Why is it a stretch").fill("It is new to me")
    ana.get_by_label("Somebody in the team has done").check()
    ana.get_by_label("What does good look like?").fill("It is tried again, once")
    ana.get_by_label("Somebody who is not in the list").fill("Zora")
    ana.keyboard.press("Enter")
    expect(ana.get_by_text("Zora Quill can be chosen now.")).to_be_visible()
    mentor = ana.get_by_label("Who stands by as a mentor?")
    expect(mentor.locator("option:checked")).to_have_text("Zora Quill")
    expect(mentor).to_be_focused()
    assert ana.get_by_label("Why is it a stretch").input_value() == "It is new to me"
    ana.get_by_role("button", name="Open it").first.click()
    expect(ana.get_by_text("Zora Quill – the mentor")).to_be_visible()


def test_the_page_with_somebody_found_and_with_nobody(site: Site) -> None:
    hired("Zora Quill", "zora")
    ana = site.enter(site.cast.ana)
    ana.goto(NEW)
    ana.get_by_label("Somebody who is not in the list").fill("Zora")
    ana.get_by_role("button", name="Look them up").click()
    expect(ana.get_by_text("Zora Quill can be chosen now.")).to_be_visible()
    assert sound(ana, "assignment-found") == []
    ana.get_by_label("Somebody who is not in the list").fill("Zeppelin")
    ana.get_by_role("button", name="Look them up").click()
    expect(ana.get_by_text("is called “Zeppelin”")).to_be_visible()
    assert sound(ana, "assignment-not-found") == []


def test_a_lender_far_away_is_asked_after_a_no(site: Site) -> None:
    cast = site.cast
    zora = hired("Zora Quill", "zora")
    found = opened(cast, clock.now())
    actions.answer_loan(assignment_id=found.id, given=False, by=cast.dora.id, at=clock.now())
    ana = site.enter(cast.ana)
    ana.goto(f"/assignments/{found.id}/")
    ana.get_by_label("Somebody who is not in the list").fill("zora@fairwater.example")
    ana.get_by_role("button", name="Look them up").click()
    lender = ana.get_by_label("Who lends the time?")
    expect(lender.locator("option:checked")).to_have_text("Zora Quill")
    assert sound(ana, "assignment-lender-found") == []
    ana.get_by_label("Hours a week").press("Enter")
    expect(ana.get_by_text("Zora Quill is asked to lend the time.")).to_be_visible()
    assert queries.loans(zora.id)[0].id == found.id
