"""From rows to the engine's values."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from journeywork.engine.journal import Page
from journeywork.engine.opportunities import Find, FindState, OpportunityKind
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.engine.to_learn import Entry, EntryState
from journeywork.growth.models import FindRow
from journeywork.kernel.sealed import unseal


def entry_of(row: tuple[Any, ...]) -> Entry:
    """Return the entry of a row as `queries` reads it, with whom it is shared."""
    id, author, line, skill, why, by_when, stretch, state, place, at, *rest = row
    closed_at, learned, kind, person, team = rest
    audience = Audience(kind=AudienceKind(kind), person=person, team=team) if kind else ONLY_ME
    return Entry(
        id=id,
        author=author,
        line=unseal(line),
        skill=unseal(skill) if skill else "",
        why=unseal(why) if why else "",
        by_when=by_when,
        stretch=stretch,
        state=EntryState(state),
        place=place,
        at=at,
        closed_at=closed_at,
        learned=unseal(learned) if learned else learned,
        audience=audience,
    )


def find_of(row: FindRow) -> Find:
    """Return the find that a row keeps."""
    return Find(
        id=row.id,
        entry=row.entry,
        kind=OpportunityKind(row.kind),
        thing=row.thing,
        key=row.key,
        title=row.title,
        says=row.says,
        fit=row.fit,
        state=FindState(row.state),
        at=row.at,
        until=row.until,
        told_at=row.told_at,
        tried_on=row.tried_on,
    )


def find_in(content: dict[str, Any]) -> Find:
    """Return the find that stands beside its entry, as the database writes it into JSON."""
    return Find(
        id=UUID(content["id"]),
        entry=UUID(content["entry"]),
        kind=OpportunityKind(content["kind"]),
        thing=UUID(content["thing"]),
        key=content["key"],
        title=unseal(content["title"]),
        says=unseal(content["says"]) if content["says"] else "",
        fit=content["fit"],
        state=FindState(content["state"]),
        at=datetime.fromisoformat(content["at"]),
        until=_time(content["until"]),
        told_at=_time(content["told_at"]),
        tried_on=date.fromisoformat(content["tried_on"]) if content["tried_on"] else None,
    )


def page_of(row: tuple[Any, ...]) -> Page:
    """Return the page of a journal of a row as `queries` reads it."""
    id, author, day, text, at, episode, changed_at = row
    return Page(
        id=id,
        author=author,
        day=day,
        text=unseal(text),
        at=at,
        episode=episode,
        changed_at=changed_at,
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
