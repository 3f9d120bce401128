"""Guides: what a guided activity asks, stage by stage, as data that an organisation may change.

A guide is a short Markdown file (`engine.guide_files` reads and writes it). An activity keeps
the name of the guide it began with, version and all, so that changing a guide changes no
activity that is under way.
"""

from dataclasses import dataclass
from uuid import UUID

from journeywork.engine.activities import ActivityKind, GuideName

__all__ = ["Guide", "GuideName", "GuideVersion", "Question", "Stage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to think about. `key` is unique in its stage; `hint` helps whoever is stuck."""

    key: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A part of an activity, with its questions in order.

    `minutes` is how long it should take, 0 where nobody says. `roles` are whom it asks; empty
    for everybody who takes part. `says` is a sentence or two that open it.
    """

    key: str
    title: str
    questions: tuple[Question, ...]
    says: str = ""
    minutes: int = 0
    roles: tuple[str, ...] = ()

    def asks(self, role: str) -> bool:
        """Tell whether the stage is for somebody with `role`."""
        return not self.roles or role in self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What an activity of a kind asks in a setting, e.g. a debrief in health care.

    `language` is a two-letter code. `setting` is a word such as `software`; "" fits anywhere.
    `roles` are those that its participants can have, the first for whoever is not told another.
    """

    kind: ActivityKind
    title: str
    says: str
    stages: tuple[Stage, ...]
    roles: tuple[str, ...] = ("participant",)
    setting: str = ""
    language: str = "en"

    @property
    def minutes(self) -> int:
        """How long all of it should take."""
        return sum(stage.minutes for stage in self.stages)

    def stage(self, key: str) -> Stage | None:
        """Return the stage with a key, None where there is none."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def after(self, key: str) -> Stage | None:
        """Return the stage that follows one, the first after "", None after the last."""
        keys = [stage.key for stage in self.stages]
        at = keys.index(key) + 1 if key else 0
        return self.stages[at] if at < len(keys) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideVersion:
    """A guide as it stands in an organisation: its name, its file, and whose it is.

    `by` is who wrote this version; None for guides that come with Journeywork.
    """

    name: GuideName
    guide: Guide
    text: str
    by: UUID | None = None
