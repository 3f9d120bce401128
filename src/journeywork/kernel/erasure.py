"""Taking out and blanking what is known of a person, by walking the declarations of all rooms.

A row is *about* a person when a column declared LINK holds their id (or the column that the
model names in `about`, or one that it names in `whose`). It is *by* a person when a column
declared ACTOR does. In a row about two people each takes out, and takes away, their own columns.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat

from journeywork.kernel.personal import Personal
from journeywork.kernel.reader import reading_as
from journeywork.kernel.rows import Scoped
from journeywork.kernel.schema import APPEND_ONLY, scoped_models

BLANKED = (Personal.CONTACT, Personal.WORDS, Personal.CHOICE)
EXPORTED = (*BLANKED, Personal.NO, Personal.LINK, Personal.CONTRIBUTION)
#: A row that holds nothing but these says nothing more once the person is blanked.
NOTHING_LEFT = frozenset((*BLANKED, Personal.LINK))


def collect(person_id: UUID, *, private: bool = True) -> dict[str, list[dict[str, Any]]]:
    """Return every row about a person, and what they wrote for others, by table.

    Without `private` what only they can read is left out: for whoever takes it out for them.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    with reading_as(person_id):
        for model in scoped_models():
            if model.private_to and not private:
                continue
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
    with reading_as(person_id):
        for model in scoped_models():
            if model._meta.label in APPEND_ONLY:
                continue
            for link in links(model):
                _erase(model, model.objects.filter(**{link: person_id}), link)


def links(model: type[Scoped]) -> list[str]:
    """Return the columns that hold the person whom a row is about; none for other models."""
    declared = [model.about] if model.about else columns_of(model, Personal.LINK)
    return list(dict.fromkeys((*declared, *model.whose.values())))


def columns_of(model: type[Scoped], *kinds: Personal) -> list[str]:
    """Return the columns of a model declared as one of `kinds`."""
    return [column for column, kind in model.personal.items() if kind in kinds]


def _erase(model: type[Scoped], rows: "models.QuerySet[Any]", link: str) -> None:
    kinds = set(model.personal.values())
    if Personal.SECRET in kinds or (not model.about and kinds <= NOTHING_LEFT):
        rows.delete()
        return
    columns = [
        column for column in columns_of(model, *BLANKED) if model.whose.get(column, link) == link
    ]
    if columns:
        rows.update(**{column: _blank(model, column) for column in columns})


def _blank(model: type[Scoped], column: str) -> Any:
    """Return what a column holds of nobody; a text that must be unique takes the row's id."""
    field: Any = model._meta.get_field(column)
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if not isinstance(field, (models.CharField, models.TextField)):
        raise TypeError(f"{model._meta.label}.{column} needs a default to be erased")
    if _is_unique(model, column) and not field.blank:
        return Concat(Value("erased-"), Cast(F("id"), models.CharField()))
    return ""


def _is_unique(model: type[Scoped], column: str) -> bool:
    constraints = model._meta.constraints
    return any(
        column in constraint.fields
        for constraint in constraints
        if isinstance(constraint, models.UniqueConstraint)
    )


def _about_rows(model: type[Scoped], person_id: UUID) -> Iterator[dict[str, Any]]:
    mine, told = links(model), ["id", *columns_of(model, *EXPORTED)]
    rows = model.objects.filter(_any_of(mine, person_id)) if mine else model.objects.none()
    for row in rows.values(*{*told, *model.whose.values()}):
        others = {column for column, owner in model.whose.items() if row[owner] != person_id}
        yield {column: row[column] for column in told if column not in others}


def _written_rows(model: type[Scoped], person_id: UUID) -> Iterator[dict[str, Any]]:
    written, by = columns_of(model, Personal.CONTRIBUTION), _authors(model)
    if written and by and not links(model):
        columns = columns_of(model, Personal.NO, Personal.CONTRIBUTION)
        yield from model.objects.filter(_any_of(by, person_id)).values("id", *columns)


def _authors(model: type[Scoped]) -> list[str]:
    actors = columns_of(model, Personal.ACTOR)
    return [name for name in actors if isinstance(model._meta.get_field(name), models.UUIDField)]


def _any_of(columns: list[str], person_id: UUID) -> Q:
    condition = Q()
    for column in columns:
        condition |= Q(**{column: person_id})
    return condition
