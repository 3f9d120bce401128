"""The shapes of `administration_rules`."""

# Made by `make docs` from the API's description; change the API, not this file.
from typing import Any, Literal

from journeywork.client.shape import UNSET, Answered, Given, UnsetType


class ConditionIn(Given, kw_only=True):
    """One thing that must hold for a rule to speak."""

    measure: str
    test: str
    value: Any
    why: str | UnsetType = UNSET


#: How a condition compares what is measured with its value.
Test = Literal["at least", "at most", "is", "is not", "is one of", "mentions"]


class ConditionOut(Answered, kw_only=True):
    """One thing that must hold for a rule to speak."""

    measure: str
    test: Test
    value: Any
    why: str


class PolicyIn(Given, kw_only=True):
    """What shall be different about the promise; what is left out stays."""

    per_day: int | UnsetType = UNSET
    per_week: int | UnsetType = UNSET
    withheld: float | UnsetType = UNSET
    card_chance: float | UnsetType = UNSET
    episode_chance: float | UnsetType = UNSET
    person_chance: float | UnsetType = UNSET
    seen_days: int | UnsetType = UNSET
    person_days: int | UnsetType = UNSET
    damped_below: float | UnsetType = UNSET
    quiet_days: int | UnsetType = UNSET
    faded_at: float | UnsetType = UNSET
    ignored_hours: int | UnsetType = UNSET
    fresh_hours: int | UnsetType = UNSET


class PreviewOut(Answered, kw_only=True):
    """What a rule would have seen in the past; no number that would be about somebody."""

    events: int
    moments: int | None
    people: int | None


class RuleIn(Given, kw_only=True):
    """A rule as it shall be in force."""

    title: str
    need: str
    says: str
    when: list[ConditionIn]
    wants: list[str]
    once_per: list[str]
    rank: int | UnsetType = UNSET
    fades: bool | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET


class RuleOut(Answered, kw_only=True):
    """A rule that sees moments."""

    key: str
    title: str
    need: str
    says: str
    when: list[ConditionOut]
    wants: list[str]
    once_per: list[str]
    rank: int
    fades: bool
    enabled: bool
    changed: bool


class SwitchIn(Given, kw_only=True):
    """Whether a rule shall speak."""

    enabled: bool
