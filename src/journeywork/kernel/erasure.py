"""Taking out and blanking what is known of a person, by walking the declarations of all rooms.

A row is *about* a person when a column declared LINK holds their id (or the column that the
model names in `about`). It is *by* a person when a column declared ACTOR does.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import Scoped
from journeywork.kernel.schema import APPEND_ONLY, scoped_models

_BLANKED = (Personal.CONTACT, Personal.WORDS, Personal.CHOICE)
_TAKEN_OUT = (*_BLANKED, Personal.NO, Personal.LINK, Personal.CONTRIBUTION)
#: A row that holds nothing but these says nothing more once the person is blanked.
_NOTHING_LEFT = (*_BLANKED, Personal.LINK)


def collect(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return every row about a person, and what they wrote for others, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model in scoped_models():
        rows = [*_about_rows(model, person_id), *_written_rows(model, person_id)]
        if rows:
            found[model._meta.db_table] = rows
    return found


def erase(person_id: UUID) -> None:
    """Blank or delete what is about a person in the organisation in force, as declared.

    Rows that hold a credential, and rows in which nothing would be left, are deleted; in all
    others names, contact and words are blanked, and choices are reset. Append-only tables
    stay: they hold identifiers alone, which say nothing once the person is erased.
    """
    for model in scoped_models():
        mine = about(model, person_id)
        if mine is None or model._meta.label in APPEND_ONLY:
            continue
        rows = model.objects.filter(mine)
        kinds = set(model.personal.values())
        if Personal.SECRET in kinds or (not model.about and kinds <= {*_NOTHING_LEFT}):
            rows.delete()
        else:
            _blank(model, rows, person_id)


def about(model: type[Scoped], person_id: UUID) -> Q | None:
    """Return the condition for rows about a person, None for a model that is about nobody."""
    columns = [model.about] if model.about else columns_of(model, Personal.LINK)
    return _holding(columns, person_id)


def columns_of(model: type[Scoped], *kinds: Personal) -> list[str]:
    """Return the columns of a model declared as one of `kinds`."""
    return [column for column, kind in model.personal.items() if kind in kinds]


def _holding(columns: list[str], person_id: UUID) -> Q | None:
    condition: Q | None = None
    for column in columns:
        one = Q(**{column: person_id})
        condition = one if condition is None else condition | one
    return condition


def _about_rows(model: type[Scoped], person_id: UUID) -> Iterator[dict[str, Any]]:
    mine = about(model, person_id)
    if mine is not None:
        yield from model.objects.filter(mine).values("id", *columns_of(model, *_TAKEN_OUT))


def _written_rows(model: type[Scoped], person_id: UUID) -> Iterator[dict[str, Any]]:
    written = columns_of(model, Personal.CONTRIBUTION)
    by_me = _holding(columns_of(model, Personal.ACTOR), person_id)
    if written and by_me is not None and about(model, person_id) is None:
        columns = columns_of(model, Personal.NO, Personal.CONTRIBUTION)
        yield from model.objects.filter(by_me).values("id", *columns)


def _blank(model: type[Scoped], rows: "models.QuerySet[Any]", person_id: UUID) -> None:
    columns = columns_of(model, *_BLANKED)
    if columns:
        rows.update(**{column: _blank_value(model, column, person_id) for column in columns})


def _blank_value(model: type[Scoped], column: str, person_id: UUID) -> Any:
    field: models.Field[Any, Any] = model._meta.get_field(column)  # type: ignore[assignment]
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if _stands_alone(model, column) and not field.blank:
        return f"erased-{person_id}"
    return field.to_python("") if isinstance(field, (models.CharField, models.TextField)) else 0


def _stands_alone(model: type[Scoped], column: str) -> bool:
    constraints = model._meta.constraints
    return any(
        column in constraint.fields
        for constraint in constraints
        if isinstance(constraint, models.UniqueConstraint)
    )
