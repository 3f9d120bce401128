"""From rows to values: the only place that knows both shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from journeywork.engine.replay_report import Own, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A replay that is done: its report, its charts, names of colleagues in it.

    `charts` are drawings (SVG) by language and name; `of` is the organisation's name.
    """

    id: UUID
    of: str
    report: Report
    charts: Mapping[str, Mapping[str, str]]
    colleagues: Mapping[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A replay on its way: `done` of `total` events; `fault` says why the last one failed."""

    id: UUID
    since: datetime
    asked_at: datetime
    done: int
    total: int
    waiting: bool = False
    fault: str = ""

    @property
    def share(self) -> float:
        """Return how much is done, 0 to 1."""
        return self.done / self.total if self.total else 0.0


def plain(value: Report | Own) -> dict[str, Any]:
    """Return a value as JSON has it."""
    found: dict[str, Any] = msgspec.to_builtins(value, str_keys=True)
    return found


def charts_in(finished: Finished, language: str) -> Mapping[str, str]:
    """Return the charts of a report in a language, in English where there are none in it."""
    drawn = finished.charts
    return drawn.get(language) or drawn.get(language.partition("-")[0]) or drawn.get("en") or {}


def report_of(content: Mapping[str, Any]) -> Report:
    """Return the report that `plain` was made of."""
    return msgspec.convert(content, Report, strict=False)


def own_of(content: Mapping[str, Any]) -> Own:
    """Return a person's part that `plain` was made of."""
    return msgspec.convert(content, Own, strict=False)
