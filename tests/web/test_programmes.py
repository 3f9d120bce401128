"""Emil, who coordinates, sets a programme up and takes people in; through the client, as it is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import FilePayload, Page, expect

from journeywork.engine.mentoring import Choosing, ProgrammeState
from journeywork.kernel import clock, looks
from journeywork.mentoring import importing, queries
from journeywork.people import actions as people_actions
from journeywork.people import queries as people
from tests.conftest import Cast
from tests.web.conftest import Site, account_of
from tests.web.looking import sound, walk
from tests.web.stage import Stage

HEAD = "email,role,wants,offers,places\n"
ANA = "ana@fairwater.example,mentee,Zeppelins,,\n"
BEN = "ben@fairwater.example,mentor,,Go,-1\n"


def client_of(person_id: UUID) -> Client:
    client = Client()
    client.force_login(account_of(person_id), backend="journeywork.people.sign_in.Backend")
    return client


@pytest.fixture
def emil(cast: Cast) -> Client:
    """Emil coordinates, and does not administer."""
    return client_of(cast.emil.id)


@pytest.fixture
def key(emil: Client) -> str:
    """Return the key of a programme that Emil set up from a template on its page."""
    shown = said(emil.get("/programmes/new/"))
    assert "/programmes/new/?like=cohort" in shown
    form = emil.get("/programmes/new/?like=cohort")
    fields = {"like": "cohort", "name": "Spring", "says": "For all", "pace": "cohort",
              "choosing": "ranked", "newcomer_days": "0", "places": "2", "lasts_weeks": "26",
              "every_weeks": "2"}  # fmt: skip
    assert 'value="26"' in said(form)
    made = emil.post("/programmes/new/", fields)
    assert (made.status_code, made["Location"]) == (302, "/programmes/spring/")
    return "spring"


def said(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def table(text: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", text.encode(encoding), content_type="text/csv")


# Setting up


def test_a_programme_is_set_up_opened_and_closed(emil: Client, key: str) -> None:
    made = queries.programme_by_key(key)
    assert (made.name, made.choosing, made.state) == (
        "Spring",
        Choosing.RANKED,
        ProgrammeState.DRAFT,
    )
    for act, state in (("open", ProgrammeState.OPEN), ("close", ProgrammeState.CLOSED)):
        answer = emil.post(f"/programmes/{key}/act/", {"act": act})
        assert (answer.status_code, queries.programme_by_key(key).state) == (302, state)
    assert emil.post(f"/programmes/{key}/act/", {"act": "burn"}).status_code == 422
    assert "Spring" in said(emil.get("/programmes/"))


def test_what_does_not_fit_stands_beside_its_field(emil: Client, key: str) -> None:
    answer = emil.post(
        f"/programmes/{key}/change/",
        {"name": "", "pace": "cohort", "choosing": "ranked", "newcomer_days": "0",
         "places": "0", "lasts_weeks": "2", "every_weeks": "4"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Name: This is still empty." in said(answer)
    assert queries.programme_by_key(key).lasts_weeks == 26


def test_it_is_changed(emil: Client, key: str) -> None:
    fields = {"name": "Summer", "pace": "evergreen", "choosing": "both", "newcomer_days": "30",
              "places": "3", "lasts_weeks": "12", "every_weeks": "1"}  # fmt: skip
    answer = emil.post(f"/programmes/{key}/change/", fields)
    changed = queries.programme_by_key(key)
    assert (answer.status_code, changed.name, changed.places, changed.newcomer_days) == (
        302,
        "Summer",
        3,
        30,
    )
    often = emil.post(f"/programmes/{key}/change/", fields | {"every_weeks": "13"})
    assert "is longer than a match lasts" in said(often)


# Rules


def test_rules_are_told_in_plain_words_and_faults_by_line(emil: Client, key: str) -> None:
    shown = said(emil.get(f"/programmes/{key}/rules/"))
    assert "Two who share no language are not matched." in shown
    wrong = emil.post(
        f"/programmes/{key}/rules/",
        {"rules": "[weights]\nskills = 400\n[bars]\nleast_gap = 99", "act": "keep"},
    )
    assert wrong.status_code == 422
    assert "Line 2: skills must be a whole number from 0 to 100" in said(wrong)
    assert "Line 4: least_gap must be a whole number from -50 to 50" in said(wrong)
    assert queries.programme_by_key(key).rules == ""


def test_rules_are_looked_at_before_they_are_kept(emil: Client, key: str) -> None:
    emil.post(f"/programmes/{key}/people/import/", {"table": HEAD + ANA, "act": "take"})
    text = "[bars]\ncommon_language = false\nleast_hours = 0\n"
    looked = emil.post(f"/programmes/{key}/rules/", {"rules": text, "act": "look"})
    assert "nothing is kept yet" in said(looked)
    assert "Two who share no language are not matched." not in said(looked)
    assert queries.programme_by_key(key).rules == ""
    kept = emil.post(f"/programmes/{key}/rules/", {"rules": text, "act": "keep"})
    assert kept.status_code == 302
    assert queries.programme_by_key(key).rules.split() == text.split()


# Tables


def test_a_table_is_looked_through_and_taken_in_with_one_more_press(
    emil: Client, key: str, cast: Cast
) -> None:
    address = f"/programmes/{key}/people/import/"
    looked = emil.post(address, {"file": table(HEAD + ANA)})
    assert looked.status_code == 200
    assert "1 person is new here." in said(looked)
    made = queries.programme_by_key(key)
    assert queries.enrolments(made.id) == ()
    taken = emil.post(address, {"table": HEAD + ANA, "act": "take"})
    assert (taken.status_code, taken["Location"]) == (302, f"/programmes/{key}/people/")
    assert [each.person for each in queries.enrolments(made.id)] == [cast.ana.id]
    assert "Wants: Zeppelins" in said(emil.get(f"/programmes/{key}/people/"))


def test_rows_that_do_not_fit_are_told_and_nobody_comes_in(emil: Client, key: str) -> None:
    address = f"/programmes/{key}/people/import/"
    made = queries.programme_by_key(key)
    for given in ({"file": table(HEAD + ANA + BEN)}, {"table": HEAD + ANA + BEN, "act": "take"}):
        answer = emil.post(address, given)
        assert answer.status_code == 422
        assert "Row 3, places: must be a whole number from 0 to 100" in said(answer)
        assert queries.enrolments(made.id) == ()
    latin = emil.post(address, {"file": table(HEAD + ANA.replace("Z", "Ä"), "latin-1")})
    assert "The file: is not UTF-8 in line 2" in said(latin)
    assert emil.post(address, {"act": "take"}).status_code == 422


def test_a_coordinator_who_does_not_administer_adds_nobody(
    emil: Client, key: str, cast: Cast, at: datetime
) -> None:
    address = f"/programmes/{key}/people/import/"
    text = "name,email,role\nZed,zed@fairwater.example,mentee\n"
    assert 'name="add"' not in said(emil.get(address))
    for given in ({"file": table(text)}, {"table": text, "act": "take"}):
        assert emil.post(address, given | {"add": "on"}).status_code == 403
    assert people.person_by_email("zed@fairwater.example") is None
    both = ("coordinator", "administrator")
    people_actions.change_person(person_id=cast.emil.id, roles=both, by=None, at=at)
    assert 'name="add"' in said(emil.get(address))
    assert emil.post(address, {"table": text, "act": "take", "add": "on"}).status_code == 302
    assert people.person_by_email("zed@fairwater.example") is not None


def test_a_table_that_is_too_large_is_refused(emil: Client, key: str) -> None:
    large = HEAD + ANA * (1_000_000 // len(ANA) + 1)
    answer = emil.post(f"/programmes/{key}/people/import/", {"file": table(large)})
    assert "is larger than 1 MB" in said(answer)


def test_everybody_goes_out_as_a_table_and_there_is_one_to_fill_in(
    emil: Client, key: str, cast: Cast
) -> None:
    emil.post(f"/programmes/{key}/people/import/", {"table": HEAD + ANA, "act": "take"})
    out = emil.get(f"/programmes/{key}/people/export/")
    assert out["Content-Disposition"] == 'attachment; filename="spring-people.csv"'
    assert out.content.decode("utf-8-sig").splitlines()[1].startswith('"ana","Ana","ana@fairwater')
    assert looks.looks(cast.ana.id)[0].what == "taking_part"
    empty = emil.get("/programmes/template/").content.decode("utf-8-sig")
    assert empty.splitlines()[0].startswith('"id","name","email","role","wants","offers"')


# Who sees it


WHAT_COORDINATORS_READ = ("", "change/", "rules/", "try/", "people/", "people/import/",
                          "people/export/")  # fmt: skip


def test_nobody_but_coordinators_reads_what_people_want(emil: Client, key: str, cast: Cast) -> None:
    emil.post(f"/programmes/{key}/people/import/", {"table": HEAD + ANA, "act": "take"})
    for person in (cast.ben, cast.dora, cast.ana, cast.cleo):
        client = client_of(person.id)
        found = [client.get(f"/programmes/{key}/{page}").status_code for page in
                 WHAT_COORDINATORS_READ]  # fmt: skip
        assert found == [403] * len(WHAT_COORDINATORS_READ)
        assert "/programmes/" not in said(client.get("/"))
    assert '"/programmes/"' in said(emil.get("/"))
    stranger = client_of_other(cast)
    assert stranger.get(f"/programmes/{key}/people/").status_code == 404


def client_of_other(cast: Cast) -> Client:
    from journeywork.people.models import SeatRow

    seat = SeatRow.objects.select_related("account").get(person=cast.outsider.id)
    client = Client()
    client.force_login(seat.account, backend="journeywork.people.sign_in.Backend")
    return client


# Many


@pytest.fixture
def crowd(key: str, cast: Cast) -> Callable[[int, int], None]:
    """Return how to put people numbered from the first to the last into the programme."""
    at = clock.now()
    ada = people_actions.add_person(
        name="Ada", email="ada@fairwater.example", roles=("administrator",), by=None, at=at
    )

    def put(first: int, last: int) -> None:
        rows = (
            f"P{n:03},p{n}@fairwater.example,{'mentor' if n % 2 else 'mentee'},Go,Go"
            for n in range(first, last)
        )
        text = "\n".join(("name,email,role,wants,offers", *rows))
        made = queries.programme_by_key(key)
        importing.take_in(programme_id=made.id, text=text, add=True, by=ada.id, at=at)

    return put


def test_people_are_searched_and_shown_a_page_at_a_time(
    emil: Client, key: str, crowd: Callable[[int, int], None]
) -> None:
    crowd(0, 120)
    address, seen = f"/programmes/{key}/people/", []
    more = ""
    while True:
        shown = said(emil.get(address + more))
        seen += [f"P{n:03}" for n in range(120) if f">P{n:03}</a>" in shown]
        if "?text=" not in shown:
            break
        more = "?text=" + shown.split('href="?text=')[1].split('"')[0].replace("&amp;", "&")
    assert seen == [f"P{n:03}" for n in range(120)]
    found = said(emil.get(f"{address}?text=p117@"))
    assert [f"P{n:03}" for n in range(120) if f">P{n:03}</a>" in found] == ["P117"]


def test_a_try_takes_as_many_statements_with_many_people_as_with_few(
    emil: Client, key: str, crowd: Callable[[int, int], None]
) -> None:
    crowd(0, 6)
    few = statements(emil, f"/programmes/{key}/try/")
    crowd(6, 300)
    many = statements(emil, f"/programmes/{key}/try/")
    assert many == few <= 16


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(address).status_code == 200
    return len(sent)


# In a browser


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_try_is_sound_to_look_at(site: Site, stage: Stage, size: str) -> None:
    page = site.enter(site.cast.emil, size)
    assert walk(page, {"programme-try": "/programmes/spring/try/"}, size) == {}


def test_emil_takes_people_in_from_a_file(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/programmes/spring/people/import/")
    send(page, HEAD + ANA + BEN)
    wrong = page.get_by_role("alert", name="Nobody is taken in until these are right")
    expect(wrong).to_be_focused()
    expect(wrong.get_by_role("listitem")).to_have_text(
        "Row 3, places: must be a whole number from 0 to 100"
    )
    assert sound(page, "programme-import-faults") == []
    send(page, "colour," + HEAD + "red," + ANA)
    expect(page.get_by_text("1 person is new here.")).to_be_visible()
    assert sound(page, "programme-import-ready") == []
    page.get_by_role("button", name="Take them in").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 person is new here.")
    expect(page.get_by_role("link", name="Ana", exact=True)).to_be_visible()


def send(page: Page, text: str) -> None:
    body = text.encode()
    file: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": body}
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="Look it through").first.press("Enter")
