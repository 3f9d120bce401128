"""What rules can measure: each measure by name, with its words, as one table."""

from collections.abc import Callable
from dataclasses import dataclass

import re2

from journeywork.engine.moments import Sight

Value = str | int | float | frozenset[str] | None
LONGEST_SHOWN = 120
_WORD = re2.compile(r"[\pL\pN]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing a rule can look at: `says` is how people read it, `read` takes it."""

    name: str
    says: str
    read: Callable[[Sight], Value]
    numeric: bool = True


def words(sight: Sight) -> frozenset[str]:
    """Return the words of the event's labels, paths, title and check, in lower case."""
    event = sight.event
    spoken = " ".join((*event.labels, *event.paths[:100], event.title, event.check))
    return frozenset(word.lower() for word in _WORD.findall(spoken[:20_000]))


def _text(name: str, says: str, read: Callable[[Sight], Value]) -> Measure:
    return Measure(name=name, says=says, read=read, numeric=False)


def _number(name: str, says: str, read: Callable[[Sight], Value]) -> Measure:
    return Measure(name=name, says=says, read=read)


def _here_days(sight: Sight) -> float | None:
    known = sight.familiarity
    return known.area.days if known.area.name else known.place.days


def _area(sight: Sight) -> str:
    """Return the folder and where it is, in words: `billing/ of payments`."""
    name, place = sight.familiarity.area.name, sight.event.place
    folder = name.removeprefix(f"{place}: ")
    return f"{folder} of {place}" if folder != name else name


def _changed_at(sight: Sight) -> str:
    return sight.changed.at.isoformat() if sight.changed else ""


MEASURES = {
    measure.name: measure
    for measure in (
        _text("type", "what happened", lambda s: s.event.type),
        _text("words", "words of the work", words),
        _text("title", "the piece of work", lambda s: s.event.title or s.event.subject),
        _text("subject", "the piece of work's key", lambda s: s.event.subject),
        _text("check", "the check", lambda s: s.event.check),
        _text("kind", "kind of work", lambda s: s.familiarity.kind.name),
        _text("place", "place", lambda s: s.event.place),
        _text("area", "part of the work", _area),
        _text("changed_card", "card that changed", lambda s: s.changed.title if s.changed else ""),
        _text("changed_at", "when it changed", _changed_at),
        _number("record_days", "days on record", lambda s: s.familiarity.record_days),
        _number("work_times", "your earlier work", lambda s: s.familiarity.work.times),
        _number("away_days", "days since you last worked", lambda s: s.familiarity.work.days),
        _number("kind_times", "your times with this kind", lambda s: s.familiarity.kind.times),
        _number("kind_days", "days since this kind", lambda s: s.familiarity.kind.days),
        _number(
            "kind_everybody", "everybody's times, this kind", lambda s: s.familiarity.kind.everybody
        ),
        _number("place_times", "your times in this place", lambda s: s.familiarity.place.times),
        _number("place_days", "days since this place", lambda s: s.familiarity.place.days),
        _number(
            "place_everybody", "everybody's times here", lambda s: s.familiarity.place.everybody
        ),
        _number("area_times", "your times in this part", lambda s: s.familiarity.area.times),
        _number("area_days", "days since this part", lambda s: s.familiarity.area.days),
        _number(
            "area_everybody",
            "everybody's times in this part",
            lambda s: s.familiarity.area.everybody,
        ),
        _number("here_days", "days since you were here", _here_days),
        _number(
            "same_check",
            "failures of this check in a row",
            lambda s: s.familiarity.piece.same_check,
        ),
        _number("reopens", "times reopened", lambda s: s.familiarity.piece.reopens),
        _number("troubles", "troubles on the way", lambda s: s.familiarity.piece.troubles),
        _number("open_days", "days since it began", lambda s: s.familiarity.piece.open_days),
        _number("still_days", "days it lay still", lambda s: s.familiarity.piece.still_days),
        _number("idle_hours", "working hours without progress", lambda s: s.idle_hours),
    )
}


def shown(value: Value) -> str | int | float:
    """Return a measured value as it is shown: whole where it can be, short where it is long."""
    if value is None:
        return "never"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))[:LONGEST_SHOWN]
    if isinstance(value, float):
        return round(value) if value >= 1 else round(value, 1)
    return value if isinstance(value, int) else value[:LONGEST_SHOWN]
