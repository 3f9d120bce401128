"""One CloudEvent, in our words: for every door they come through. What does not fit is named."""

from datetime import UTC, datetime
from itertools import filterfalse
from typing import Any
from uuid import UUID

import msgspec

from journeywork.engine.vocabulary import plain_type
from journeywork.engine.work import Help, HelpKind, WorkEvent, faults

#: Attributes of the standard, and the content; others are extensions and kept.
KNOWN = frozenset(
    {"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema"}
    | {"data"}
)


class Misfit(ValueError):
    """An event that does not fit: `faults` says per field what is expected."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {says}" for field, says in faults.items()))
        self.faults = faults


class Helper(msgspec.Struct):
    """Who helped whom: an address, a login or the id of a person."""

    by: str
    kind: HelpKind = HelpKind.HELPED
    to: str = ""


class Work(msgspec.Struct):
    """The fields of `data` that we know."""

    by: str = ""
    to: str = ""
    title: str = ""
    text: str = ""
    place: str = ""
    paths: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    helpers: tuple[Helper, ...] = ()
    check: str = ""
    rating: int | None = None
    url: str = ""


OURS = frozenset(field.name for field in msgspec.structs.fields(Work))


def read(content: Any, *, at: datetime) -> WorkEvent:
    """Return the work event in one CloudEvent (a decoded JSON object); raises Misfit.

    An event that says no time happened when it came in: `at`.
    """
    if not isinstance(content, dict):
        raise Misfit({"": "is not a JSON object"})
    _check_envelope(content)
    work = _work(content.get("data"))
    return told(
        content,
        work,
        type=plain_type(content["type"]),
        at=_time(content.get("time"), at),
        helpers=_helpers(work),
        helper_handles=_helper_handles(work),
    )


def told(
    content: dict[str, Any],
    work: Any,
    *,
    type: str,
    at: datetime,
    helpers: tuple[Help, ...] = (),
    helper_handles: tuple[tuple[str, HelpKind], ...] = (),
) -> WorkEvent:
    """Return what an envelope that was looked at tells of `work`, whose fields are Work's."""
    by, to = person_of(work.by), person_of(work.to)
    return WorkEvent(
        source=content["source"],
        id=content["id"],
        type=type,
        subject=content["subject"],
        at=at,
        by=by,
        by_handle="" if by else work.by,
        to=to,
        to_handle="" if to else work.to,
        helpers=helpers,
        helper_handles=helper_handles,
        title=work.title,
        text=work.text,
        place=work.place,
        paths=work.paths,
        labels=work.labels,
        part_of=work.part_of,
        check=work.check,
        rating=work.rating,
        url=work.url,
        extra=_extra(content),
    )


def fitting(event: WorkEvent, *, at: datetime) -> WorkEvent:
    """Return `event` if it can be taken at the time `at`; raises Misfit in the sender's words."""
    wrong = faults(event, at=at)
    if wrong:
        raise Misfit({_wire_name(field): says for field, says in wrong.items()})
    return event


def _wire_name(field: str) -> str:
    if field in ("source", "id", "type", "subject"):
        return field
    return "time" if field == "at" else f"data.{field.removesuffix('_handle')}"


def _check_envelope(content: dict[str, Any]) -> None:
    faults = {}
    if content.get("specversion") != "1.0":
        faults["specversion"] = 'is not "1.0"'
    for name in ("id", "source", "type", "subject"):
        value = content.get(name)
        if not isinstance(value, str) or not value.strip():
            faults[name] = "is missing" if value is None else "is not a text with something in it"
    if "data_base64" in content:
        faults["data_base64"] = "is not taken; send JSON in data"
    if faults:
        raise Misfit(faults)


def _work(found: Any) -> Work:
    if found is None:
        return Work()
    if not isinstance(found, dict):
        raise Misfit({"data": "is not a JSON object"})
    try:
        return msgspec.convert(found, Work)
    except msgspec.ValidationError as fault:
        says, _, place = str(fault).partition(" - at `$")
        field = f"data{place.rstrip('`')}" if place else "data"
        raise Misfit({field: says[:1].lower() + says[1:]}) from None


def _time(value: Any, at: datetime) -> datetime:
    if value is None:
        return at
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Misfit({"time": "is not an RFC 3339 time, such as 2026-03-10T10:00:00Z"}) from None
    if found.tzinfo is None:
        raise Misfit({"time": "has no time zone, such as Z or +01:00"})
    try:
        return found if found.tzinfo is UTC else found.astimezone(UTC)
    except OverflowError:
        raise Misfit({"time": "lies outside the calendar"}) from None


def _helpers(work: Work) -> tuple[Help, ...]:
    if not work.helpers:
        return ()
    known = [(person_of(each.by), each) for each in work.helpers]
    return tuple(Help(by=by, to=person_of(each.to), kind=each.kind) for by, each in known if by)


def _helper_handles(work: Work) -> tuple[tuple[str, HelpKind], ...]:
    if not work.helpers:
        return ()
    named = [each for each in work.helpers if each.by and not person_of(each.by)]
    return tuple((each.by, each.kind) for each in named)


def person_of(text: str) -> UUID | None:
    """Return the id of a person, where `text` is one."""
    try:
        return UUID(text) if len(text) == 36 else None  # noqa: PLR2004 -- the usual form
    except ValueError:
        return None


def _extra(content: dict[str, Any]) -> dict[str, Any]:
    """Return what was said beyond our words: extensions, and unknown fields of `data`."""
    data = content.get("data") or {}
    extra = {name: content[name] for name in filterfalse(_is_known, content)}
    if beyond := {name: data[name] for name in filterfalse(_is_ours, data)}:
        extra["data"] = beyond
    return extra


_is_known, _is_ours = KNOWN.__contains__, OURS.__contains__
