"""No door shows a lead, a coordinator or an administrator what is private: every one is tried.

In every private place stands a word that stands nowhere else (`tests/fakes/private_places.py`).
Whoever leads, coordinates or administers opens every page, sends every form, calls every
operation and takes out everything that they may; the words are in no answer, refusal or log.
What is no word, a pulse or an answer about the climate, is changed in between: what they see
stays the same to the letter. Doors and private columns are found, not listed.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.test import Client

from journeywork.coaching.models import BoxRow, TurnRow
from journeywork.engine.activities import Activity
from journeywork.engine.people import Person
from journeywork.kernel import boxes, clock
from journeywork.kernel.reader import reading_as
from journeywork.kernel.schema import scoped_models
from journeywork.kernel.sealed import SealedTextField
from journeywork.kernel.tenancy import within
from journeywork.mentoring import blocks
from tests.conftest import TUESDAY, Cast
from tests.fakes.private_places import MARKERS, NUMBERS, WORDLESS, Planted, plant, private_columns
from tests.fakes.stage import Stage, an_index, committed, furnish
from tests.house.test_permissions import (
    Door,
    address,
    ask,
    operations,
    pages,
    samples,
    signed_in,
    with_token,
)
from tests.rooms.debriefing import every_row

WALLED = re.compile("walled-[a-z]+")
ROLES = ("dora", "emil", "ada")
Seen = dict[str, set[str]]


@pytest.fixture(autouse=True)
def at() -> Iterator[datetime]:
    with clock.fixed(TUESDAY):
        yield TUESDAY


@pytest.fixture(scope="module")
def furnished(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Cast, Stage, Planted]]:
    """One stage for all walks, with something private wherever there is a place for it."""
    with (
        django_db_blocker.unblock(),
        clock.fixed(TUESDAY),
        an_index(),
        committed("walled", TUESDAY) as cast,
    ):
        with within(cast.org):
            stage = furnish(cast, TUESDAY)
            planted = plant(cast, stage, TUESDAY)
        yield cast, stage, planted


@pytest.fixture
def cast(furnished: tuple[Cast, Stage, Planted], db: None) -> Iterator[Cast]:
    with within(furnished[0].org):
        yield furnished[0]


@pytest.fixture
def stage(furnished: tuple[Cast, Stage, Planted], cast: Cast) -> Stage:
    return furnished[1]


@pytest.fixture
def planted(furnished: tuple[Cast, Stage, Planted], cast: Cast) -> Planted:
    return furnished[2]


def person(key: str, cast: Cast, stage: Stage) -> Person:
    return stage.ada if key == "ada" else getattr(cast, key)  # type: ignore[no-any-return]


def calls(cast: Cast, stage: Stage, planted: Planted) -> Iterator[tuple[Door, str]]:
    """Yield every door at the address of each private thing that it could lead to."""
    known = samples(stage, cast)
    for door in (*pages(), *operations()):
        ways: list[Mapping[str, Any]] = [{}, *planted.doors]
        tried = {address(door, known | dict(way)) for way in ways}
        for each in sorted(tried):
            yield door, each


def body_of(client: Client, method: str, path: str, **more: Any) -> str:
    answer = ask(client, method, path, **more)
    content = _unpacked(b"".join(answer) if answer.streaming else answer.content)
    return " ".join((content.decode(errors="replace"), *map(str, answer.headers.values())))


def _unpacked(content: bytes) -> bytes:
    """Return what lies in an archive, one file after another, or the content as it is."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in sorted(archive.namelist()))


@dataclass(frozen=True)
class Entered:
    """Somebody who is signed in, and has a token that reaches as far as they do."""

    client: Client
    headers: Mapping[str, str]


def entered(who: Person) -> Entered:
    return Entered(signed_in(who), with_token(who, clock.now()))


def walk(
    who: Entered, doors: Iterable[tuple[Door, str]], *, only_get: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield what each door answered somebody, by method and address."""
    for door, path in doors:
        program = door.path.startswith("api/")
        for method in door.methods:
            if only_get and method != "GET":
                continue
            more: dict[str, Any] = {"headers": who.headers} if program else {}
            if program and method != "GET":
                more |= {"data": b"{}", "content_type": "application/json"}
            yield f"{method} {path}", body_of(who.client, method, path, **more)


def words_in(answers: Iterable[tuple[str, str]]) -> Seen:
    """Return the private words that stand in answers, by door."""
    return {door: set(found) for door, body in answers if (found := WALLED.findall(body))}


def test_every_private_column_is_planted() -> None:
    known = {*MARKERS, *NUMBERS, *WORDLESS}
    assert set(private_columns(scoped_models())) - known == set()
    assert len(set(MARKERS.values())) == len(MARKERS)
    assert all(WALLED.fullmatch(word) for word in MARKERS.values())


def test_control_a_new_private_column_that_is_not_planted_is_noticed() -> None:
    diary = SealedTextField(name="diary")
    diary.set_attributes_from_name("diary")
    meta = SimpleNamespace(label="growth.DiaryRow", concrete_fields=[diary])
    new = SimpleNamespace(_meta=meta, private_to="")
    assert set(private_columns([new])) == {"growth.DiaryRow.diary"}


def test_control_columns_that_are_planted_are_there() -> None:
    there = {
        f"{model._meta.label}.{field.attname}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }
    assert {*MARKERS, *NUMBERS, *WORDLESS} - there == set()


@pytest.mark.parametrize("key", ROLES)
def test_no_door_shows_a_private_word(
    cast: Cast, stage: Stage, planted: Planted, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    who = entered(person(key, cast, stage))
    with caplog.at_level(logging.DEBUG):
        seen = words_in(walk(who, calls(cast, stage, planted)))
    assert seen == {}
    assert WALLED.findall(caplog.text) == []


def test_control_their_author_reads_each_of_them(
    cast: Cast, stage: Stage, planted: Planted
) -> None:
    """What Ana wrote is really there. A sealed box opens for no page without its key."""
    found = words_in(walk(entered(cast.ana), calls(cast, stage, planted), only_get=True))
    read = set().union(*found.values())
    unread = {"walled-box", "walled-stage", "walled-question"}
    assert set(MARKERS.values()) - read <= unread
    assert "walled-stage" in str(found.get("GET /me/privacy/export/", ""))


def test_control_a_wall_that_is_taken_down_is_found(
    cast: Cast, stage: Stage, planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were everybody taken to take part in everything, Emil would read a debrief."""
    monkeypatch.setattr(Activity, "takes_part", lambda *_: True)
    doors = [pair for pair in calls(cast, stage, planted) if "debrief_id" in pair[0].arguments]
    found = words_in(walk(entered(cast.emil), doors, only_get=True))
    assert set().union(*found.values()) == {"walled-answer", "walled-board", "walled-card"}


def test_nothing_lies_open_in_the_database(cast: Cast, planted: Planted) -> None:
    """Not in facts, jobs, the audit log or anywhere else: whoever reads it without a key."""
    open_words = {
        (table, word)
        for table, rows in every_row().items()
        for row in rows
        for word in WALLED.findall(row)
    }
    assert open_words == set()


@pytest.mark.parametrize("key", ROLES)
def test_what_is_seen_does_not_depend_on_how_somebody_feels(
    cast: Cast, stage: Stage, planted: Planted, key: str
) -> None:
    """Ana's taps, ratings and answers say the opposite, that she never answered, and keeps nobody away."""
    who, doors = entered(person(key, cast, stage)), _inside(calls(cast, stage, planted))
    before = dict(_alike(walk(who, doors, only_get=True)))
    _turned(cast, planted)
    after = dict(_alike(walk(who, doors, only_get=True)))
    assert {door for door in before if before[door] != after[door]} == set()


def test_control_ana_sees_that_she_has_not_answered(
    cast: Cast, stage: Stage, planted: Planted
) -> None:
    doors = [pair for pair in calls(cast, stage, planted) if pair[0].name == "climate"]
    ana = entered(cast.ana)
    before = dict(_alike(walk(ana, doors, only_get=True)))
    _turned(cast, planted)
    assert dict(_alike(walk(ana, doors, only_get=True))) != before


def test_control_ana_sees_whom_she_keeps_away(cast: Cast, stage: Stage, planted: Planted) -> None:
    doors = [pair for pair in calls(cast, stage, planted) if pair[0].name == "mentoring-apart"]
    ana = entered(cast.ana)
    before = dict(_alike(walk(ana, doors, only_get=True)))
    _turned(cast, planted)
    assert dict(_alike(walk(ana, doors, only_get=True))) != before


def _turned(cast: Cast, planted: Planted) -> None:
    from journeywork.assignments.models import SignRow
    from journeywork.mentoring.rating_models import RatingRow

    [box] = BoxRow.objects.filter(asking=planted.answered)
    [said] = boxes.opened(box.answers)
    box.answers = boxes.closed([dict.fromkeys(said, 7)])
    box.save()
    TurnRow.objects.filter(asking=planted.answered).delete()
    blocks.unblock(who=cast.cleo.id, by=cast.ana.id)
    with reading_as(cast.ana.id):
        for row in SignRow.objects.filter(assignment=planted.tapped):
            row.text = re.sub(r"\b2\b", "1", row.text)
            row.save()
        assert RatingRow.objects.filter(author=cast.ana.id).update(useful=3) == 1


#: What is new in every answer: marks against forgery, and of forms that are sent once.
_NEW = re.compile(
    r'(name="(?:csrfmiddlewaretoken|once)" value|nonce(?:-|=)"?|"X-CSRFToken":)[^>;\s]*'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?= request)"
)


def _inside(doors: Iterable[tuple[Door, str]]) -> list[tuple[Door, str]]:
    """Leave out the doors that know nobody: what they show belongs to no organisation."""
    return [pair for pair in doors if not (pair[0].says and pair[0].says.open_because)]


def _alike(answers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for door, body in answers:
        yield door, _NEW.sub("", body)


def test_a_fault_tells_nothing_of_what_somebody_was_writing(
    cast: Cast,
    planted: Planted,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The server breaks while Ana keeps a reflection: neither page nor log has her words."""

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("journeywork.activities.queries.own_reflection", broken)
    path = f"/activities/{planted.doors[0]['activity_id']}/reflect/"
    form = {"data": "text=walled-now", "content_type": "application/x-www-form-urlencoded"}
    with caplog.at_level(logging.DEBUG):
        body = body_of(signed_in(cast.ana), "POST", path, **form)
    assert "the disk is full" in caplog.text
    assert "walled-now" not in body + caplog.text


def test_no_answer_ranks_people(cast: Cast, stage: Stage, planted: Planted) -> None:
    """No operation has a field for a rank or a score of anybody, whoever asks."""
    of_no_person = {
        "OptionOut.score": "how well something fits one question; nothing is summed over questions",
        "RuleOut.rank": "which rule goes first",
        "RuleIn.rank": "which rule goes first",
    }
    ranks = re.compile(r"rank|score|percentile|leaderboard|performance", re.IGNORECASE)
    client = signed_in(cast.dora)
    document = json.loads(client.get("/api/v1/openapi.json").content)
    named = {
        f"{name}.{field}"
        for name, told in document["components"]["schemas"].items()
        for field in told.get("properties", {})
        if ranks.search(field)
    }
    assert named == of_no_person.keys()
