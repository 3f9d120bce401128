"""Stance: what a piece of work is for today - to get it done, to do it well, or to learn from it.

Which of the three fits is a matter of load: learning needs slack. Only who does the work knows
it, so it is suggested and never set, it is kept for one piece of work, and nobody else reads it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Stance(StrEnum):
    """What somebody wants of a piece of work."""

    COMPLETION = "completion"
    PERFORMANCE = "performance"
    DEVELOPMENT = "development"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is on somebody's desk: open pieces of work, and working hours until the next date.

    `hours` reaches to whatever is due first, five working days at most; `dated` tells that
    something is due before that. `wished` tells that the work fits an entry of the to-learn list.
    """

    open_work: int
    hours: float
    dated: bool = False
    wished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """The stance that fits the load, and why, in a sentence."""

    stance: Stance
    says: str


#: Working hours for each open piece of work: below the first there is no slack, from the second
#: on there is some to learn in.
TIGHT, ROOMY = 4.0, 8.0


def suggested(load: Load) -> Suggested:
    """Return the stance that fits a load."""
    each = load.hours / max(1, load.open_work)
    if each < TIGHT:
        return Suggested(stance=Stance.COMPLETION, says=_tight(load, each))
    if load.wished and each >= ROOMY:
        says = f"It fits what you want to learn, and there are about {each:.0f} hours for it."
        return Suggested(stance=Stance.DEVELOPMENT, says=says)
    if load.wished:
        says = f"It fits what you want to learn, but there are only about {each:.0f} hours for it."
        return Suggested(stance=Stance.PERFORMANCE, says=says)
    return Suggested(
        stance=Stance.PERFORMANCE,
        says=f"There are about {each:.0f} hours for each piece of open work.",
    )


def _tight(load: Load, each: float) -> str:
    hours = max(0.5, round(each * 2) / 2)
    until = "until the next thing is due" if load.dated else "this week"
    said = {0.5: "half an hour", 1.0: "an hour"}.get(hours, f"{hours:g} hours")
    return f"About {said} for each of {load.open_work} pieces of open work {until}."


def goes_before(stance: Stance | None, *, is_card: bool, form: str, minutes: int) -> int:
    """Return where an option goes among those that fit, the smallest first.

    `form` is a card's kind, `minutes` how long it reads. Without a stance all go as they come.
    """
    match stance:
        case Stance.COMPLETION:
            return minutes if is_card else 100
        case Stance.PERFORMANCE:
            return {"checklist": 0, "how-to": 1}.get(form, 2)
        case Stance.DEVELOPMENT:
            return 0 if form in {"decision framework", "lesson"} else 1
        case None:
            return 0
