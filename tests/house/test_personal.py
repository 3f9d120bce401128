"""Personal data is declared column by column; taking out and blanking are tried on every table.

A row is planted in every table that is about people, with a mark in every text: what comes out
in the export, and what is left after erasure, follows from the declarations alone.
"""

import json
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from journeywork.kernel import erasure
from journeywork.kernel.personal import Personal
from journeywork.kernel.reader import reading_as
from journeywork.kernel.rows import Scoped
from journeywork.kernel.schema import APPEND_ONLY, scoped_models
from journeywork.people import queries
from journeywork.people.models import PersonRow
from tests.conftest import TUESDAY, Cast

#: Tables of libraries that hold something of a person, and how it goes.
LIBRARIES = {
    "account.EmailAddress": "goes with the account",
    "account.EmailConfirmation": "goes with the account",
    "auth.Group": "not used",
    "auth.Permission": "not used",
    "contenttypes.ContentType": "holds nothing of anybody",
    "mfa.Authenticator": "goes with the account",
    "procrastinate.ProcrastinateEvent": "identifiers alone, swept with their jobs",
    "procrastinate.ProcrastinateJob": "identifiers alone, swept when done",
    "procrastinate.ProcrastinatePeriodicDefer": "holds nothing of anybody",
    "procrastinate.ProcrastinateWorker": "holds nothing of anybody",
    "sessions.Session": "identifiers alone, swept when over",
}
MARK = "jabberwock"


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("journeywork.")]


def test_every_column_says_what_it_holds_of_a_person() -> None:
    undeclared = {}
    for model in ours():
        columns = {field.name for field in model._meta.concrete_fields}
        keys = {"id", "org"} if issubclass(model, Scoped) else {"id"}
        wrong = (columns - keys) ^ set(model.personal)  # type: ignore[attr-defined]
        if wrong:
            undeclared[model._meta.label] = sorted(wrong)
    assert undeclared == {}


def test_every_table_of_a_library_is_known() -> None:
    found = {
        model._meta.label
        for model in apps.get_models()
        if not model.__module__.startswith("journeywork.")
    }
    assert found == LIBRARIES.keys()


def test_a_column_that_says_whose_it_is_exists() -> None:
    for model in scoped_models():
        columns = {field.name for field in model._meta.concrete_fields}
        named = {*model.whose, *model.whose.values(), *erasure.links(model), *model.personal}
        assert named <= columns, model._meta.label


def test_what_a_link_holds_is_an_identifier() -> None:
    wrong = [
        f"{model._meta.label}.{link}"
        for model in scoped_models()
        for link in erasure.links(model)
        if not isinstance(model._meta.get_field(link), models.UUIDField)
    ]
    assert wrong == []


def about_people() -> list[type[Scoped]]:
    return [model for model in scoped_models() if erasure.links(model) and model is not PersonRow]


def value(model: type[Scoped], field: Any, name: str) -> Any:
    """Return something for a column that carries the mark wherever words can stand."""
    mark = f"{MARK} {name}"[: getattr(field, "max_length", None)]
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, ArrayField):
        return [value(model, field.base_field, name)]
    for kind, made in FITTING:
        if isinstance(field, kind):
            return mark if made is MARK else made
    raise AssertionError(f"say how to fill {model._meta.label}.{name}")


FITTING: tuple[tuple[type[models.Field], Any], ...] = (
    (models.JSONField, {"text": MARK}),
    (models.EmailField, f"{MARK}@x.example"),
    (models.CharField, MARK),
    (models.TextField, MARK),
    (models.UUIDField, uuid4()),
    (models.DateTimeField, TUESDAY),
    (models.DateField, date(2026, 3, 10)),
    (models.TimeField, time(9)),
    (models.DurationField, timedelta(hours=1)),
    (models.BooleanField, True),
    (models.FloatField, 0.5),
    (models.IntegerField, 1),
    (models.BinaryField, b"x"),
)


def plant(model: type[Scoped], link: str, person: UUID) -> UUID:
    """Put a row about `person` into a table, whatever its references."""
    values = {
        field.attname: value(model, field, field.attname)
        for field in model._meta.concrete_fields
        if field.attname not in ("id", "org", "pk") and not getattr(field, "generated", False)
    }
    values |= {other: uuid4() for other in erasure.links(model)} | {link: person}
    row = model.objects.create(**values)
    return row.id


def stored(model: type[Scoped]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"select row_to_json(t)::text from {model._meta.db_table} t")
        return "\n".join(row[0] for row in cursor.fetchall())


class Undo(Exception):
    """Takes back what was planted: references point nowhere, and need not hold."""


def read(model: type[Scoped], id: UUID) -> dict[str, Any] | None:
    return model.objects.filter(id=id).values(*model.personal).first()


CASES = [(model, link) for model in about_people() for link in erasure.links(model)]


@pytest.mark.parametrize(("model", "link"), CASES, ids=lambda each: getattr(each, "__name__", each))
def test_erasure_leaves_what_is_declared_to_stay_and_nothing_else(
    cast: Cast, model: type[Scoped], link: str
) -> None:
    with pytest.raises(Undo), reading_as(cast.ana.id):
        id = plant(model, link, cast.ana.id)
        before = read(model, id)
        erasure.erase(cast.ana.id)
        after = read(model, id)
        _check(model, link, before, after)
        raise Undo


def _check(model: type[Scoped], link: str, before: Any, after: Any) -> None:
    kinds = set(model.personal.values())
    if model._meta.label in APPEND_ONLY:
        assert after == before
        assert not kinds & {Personal.CONTACT, Personal.WORDS, Personal.CHOICE, Personal.SECRET}
        return
    if Personal.SECRET in kinds or kinds <= erasure.NOTHING_LEFT:
        assert after is None
        return
    for column, kind in model.personal.items():
        if kind in erasure.BLANKED and model.whose.get(column, link) == link:
            assert MARK not in json.dumps(after[column], default=str), column
        else:
            assert after[column] == before[column], column


@pytest.mark.parametrize(("model", "link"), CASES, ids=lambda each: getattr(each, "__name__", each))
def test_the_export_holds_what_is_declared_and_no_secret(
    cast: Cast, model: type[Scoped], link: str
) -> None:
    with pytest.raises(Undo), reading_as(cast.ana.id):
        plant(model, link, cast.ana.id)
        told = queries.my_data(cast.ana.id)[model._meta.db_table][-1]
        assert json.loads(json.dumps(told)) == told
        exported = {column for column, kind in model.personal.items() if kind in erasure.EXPORTED}
        others = {column for column, owner in model.whose.items() if owner != link}
        assert set(told) == {"id", *exported} - others
        raise Undo


@pytest.mark.parametrize("model", about_people(), ids=lambda model: model.__name__)
def test_somebody_elses_rows_stay_as_they_are(cast: Cast, model: type[Scoped]) -> None:
    with pytest.raises(Undo), reading_as(cast.ben.id):
        id = plant(model, erasure.links(model)[0], cast.ben.id)
        before = read(model, id)
        erasure.erase(cast.ana.id)
        assert read(model, id) == before
        raise Undo


def test_a_persons_own_row_stays_without_them(cast: Cast) -> None:
    erasure.erase(cast.ana.id)
    assert "ana@" not in stored(PersonRow)
    assert queries.person(cast.ana.id).email == ""
