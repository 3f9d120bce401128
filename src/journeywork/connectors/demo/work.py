"""The demo's work as work events: by whom, when and where, relative to now."""

from datetime import datetime
from typing import Any

from journeywork.connectors.demo import days
from journeywork.connectors.demo.content import Content, EventEntry, PieceEntry
from journeywork.connectors.demo.people import Stage
from journeywork.engine.work import Help, HelpKind, WorkEvent

SOURCE = "urn:journeywork:demo"


def events(content: Content, stage: Stage, *, now: datetime) -> list[WorkEvent]:
    """Return what happened until `now`, in order of time; what lies ahead is left out."""
    found = [
        _event(piece, number, stage, now)
        for pieces in content.pieces.values()
        for piece in pieces
        for number in range(len(piece.events))
    ]
    return sorted((each for each in found if each.at <= now), key=lambda each: (each.at, each.id))


def _event(piece: PieceEntry, number: int, stage: Stage, now: datetime) -> WorkEvent:
    entry = piece.events[number]
    return WorkEvent(
        source=SOURCE,
        id=f"{piece.subject}/{number + 1}",
        type=entry.type,
        at=days.when(entry.ago, now=now, zone=stage.zone(entry.by)),
        subject=piece.subject,
        by=stage.id(entry.by),
        to=stage.id(entry.to) if entry.to else None,
        title=piece.title,
        place=piece.place,
        paths=piece.paths,
        labels=piece.labels,
        rating=entry.rating,
        **_said(piece, entry, opening=number == 0),
        **_together(entry, stage),
    )


def _said(piece: PieceEntry, entry: EventEntry, *, opening: bool) -> dict[str, Any]:
    """Return text and check: the first event also says what the piece of work is about."""
    text = "" if entry.type.startswith("check.") else entry.text
    check = entry.text if entry.type.startswith("check.") else ""
    parts = [piece.text.strip() if opening else "", text]
    return {"text": "\n\n".join(part for part in parts if part), "check": check}


def _together(entry: EventEntry, stage: Stage) -> dict[str, Any]:
    """Return who helped; in a meeting those named took part, which is no help by itself."""
    if entry.type == "meeting.ended":
        return {"extra": {"participants": [str(stage.id(key)) for key in entry.helped_by]}}
    helpers = (
        Help(by=stage.id(key), to=stage.id(entry.by), kind=HelpKind.HELPED)
        for key in entry.helped_by
    )
    return {"helpers": tuple(helpers)}
