"""The words people read for stretch assignments: one table a thing, all of them translated."""

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journeywork.assignments.fading import Change
from journeywork.engine.assignments import AssignmentState, Consent
from journeywork.engine.pulse import Sign, Standing
from journeywork.engine.scaffolding import Level, Signs
from journeywork.engine.stretch import Gap, Part, short

Words = str | Promise

STATES: dict[AssignmentState, Words] = {
    AssignmentState.ASKING: gettext_lazy("Waits for the lender"),
    AssignmentState.REFUSED: gettext_lazy("The time was not lent"),
    AssignmentState.READY: gettext_lazy("Can begin"),
    AssignmentState.RUNNING: gettext_lazy("Under way"),
    AssignmentState.RESTING: gettext_lazy("At rest"),
    AssignmentState.ENDED: gettext_lazy("Over"),
}
LOOKS: dict[AssignmentState, str] = {
    AssignmentState.ASKING: "due",
    AssignmentState.REFUSED: "attention",
    AssignmentState.READY: "due",
    AssignmentState.RUNNING: "open",
    AssignmentState.RESTING: "",
    AssignmentState.ENDED: "done",
}
CONSENTS: dict[Consent, Words] = {
    Consent.NOBODY: gettext_lazy("Your own time"),
    Consent.ASKED: gettext_lazy("Asked, no answer yet"),
    Consent.GIVEN: gettext_lazy("Lent"),
    Consent.REFUSED: gettext_lazy("Not lent"),
}
#: Liz Keogh's scale, and what it asks for.
COMPLEXITY: dict[int, Words] = {
    1: gettext_lazy("We all have done this before"),
    2: gettext_lazy("Somebody in the team has done this before"),
    3: gettext_lazy("Somebody in the organisation has, nobody in the team"),
    4: gettext_lazy("Somebody has done it, but nobody here"),
    5: gettext_lazy("Nobody has ever done it"),
}
ASKS_FOR: dict[int, Words] = {
    1: gettext_lazy("A card is enough help for most of it."),
    2: gettext_lazy("Ask whoever in the team has done it to stand by."),
    3: gettext_lazy("Find the colleague who has done it; an hour with them saves a week."),
    4: gettext_lazy("Look for help from outside, and plan for surprises."),
    5: gettext_lazy("It cannot be planned: begin with something small that may fail safely."),
}
#: The three rows of the pulse: field -> what is asked, and its three answers.
TAPS: dict[str, tuple[Words, tuple[Words, Words, Words]]] = {
    "confidence": (
        gettext_lazy("How sure are you?"),
        (gettext_lazy("Lost"), gettext_lazy("Getting there"), gettext_lazy("Sure")),
    ),
    "effort": (
        gettext_lazy("How much does it take?"),
        (gettext_lazy("Little"), gettext_lazy("A stretch"), gettext_lazy("Too much")),
    ),
    "support": (
        gettext_lazy("How much support is there?"),
        (gettext_lazy("I am alone"), gettext_lazy("Some"), gettext_lazy("Enough")),
    ),
}
STANDINGS: dict[Standing, Words] = {
    Standing.PRODUCTIVE: gettext_lazy("A good stretch"),
    Standing.DRIFTING: gettext_lazy("It drifts"),
    Standing.DROWNING: gettext_lazy("It is too much just now"),
}
SIGNS: dict[Sign, Words] = {
    Sign.LOST_ALONE: gettext_lazy("You are lost and alone with it. Call somebody today."),
    Sign.TOO_MUCH_ALONE: gettext_lazy(
        "It is too much, and nobody stands by. Ask for a hand, or for a smaller piece."
    ),
    Sign.TOO_MUCH_LOST: gettext_lazy(
        "It is too much and you see no way yet. Let somebody show you the next step."
    ),
    Sign.TOO_MUCH_LONG: gettext_lazy(
        "It has been too much twice in a row. Take something away before you go on."
    ),
    Sign.TOO_LIGHT: gettext_lazy(
        "It takes little of you. Take a larger piece, or let go of some help."
    ),
    Sign.STANDS_STILL: gettext_lazy(
        "It takes little, and you are lost: it may be standing still. What is the next step?"
    ),
    Sign.STRETCHED: gettext_lazy("You are stretched, and not alone. That is how it should feel."),
    Sign.CALM: gettext_lazy("You are sure of it. Soon you may need less help."),
    Sign.MIXED: gettext_lazy("It holds. See whether somebody could stand a little closer."),
}
LEVELS: dict[Level, Words] = {
    Level.CLOSE: gettext_lazy("Close: every three days, cards in full"),
    Level.STEADY: gettext_lazy("Steady: every week, cards at hand"),
    Level.LIGHT: gettext_lazy("Light: every two weeks, cards by title"),
    Level.ALONE: gettext_lazy("Alone: no check-ins; asking is always right"),
}


def change_said(change: Change) -> str:
    """Say why the help changed, to the learner alone."""
    if change.by_hand:
        return _("You chose it yourself.")
    less = change.after < change.before
    says = _("There is less help than before") if less else _("There is more help than before")
    return f"{says}: {', '.join(_counted(change.signs))}."


def _counted(signs: Signs) -> list[str]:
    found = (
        (signs.unaided, ngettext("%d thing done alone", "%d things done alone", signs.unaided)),
        (signs.aided, ngettext("%d done with help", "%d done with help", signs.aided)),
        (signs.asks, ngettext("%d question asked", "%d questions asked", signs.asks)),
        (signs.reworks, ngettext("%d round of rework", "%d rounds of rework", signs.reworks)),
        (signs.calm, ngettext("%d good pulse", "%d good pulses", signs.calm)),
        (
            signs.strained,
            ngettext(
                "%d pulse that called for support",
                "%d pulses that called for support",
                signs.strained,
            ),
        ),
    )
    return [says % count for count, says in found if count]


def gap_lines(found: Gap) -> list[tuple[str, str, bool]]:
    """Say what is known and what is new, part by part: (name, words, whether it is new)."""
    new = set(found.new)
    return [(short(part.name), _part_said(part), part in new) for part in found.parts]


def _part_said(part: Part) -> str:
    if part.times:
        says = ngettext(
            "you have finished %(num)d piece of such work, the last in %(month)s",
            "you have finished %(num)d pieces of such work, the last in %(month)s",
            part.times,
        )
        last = date_format(part.last_at, "F Y") if part.last_at else ""
        return says % {"num": part.times, "month": last}
    if part.mates:
        says = ngettext(
            "new to you; %(num)d colleague of your team has done it",
            "new to you; %(num)d colleagues of your team have done it",
            part.mates,
        )
        return says % {"num": part.mates}
    if part.others:
        says = ngettext(
            "new to you and your team; %(num)d person here has done it",
            "new to you and your team; %(num)d people here have done it",
            part.others,
        )
        return says % {"num": part.others}
    return _("nobody here has done it, as far as the record goes")
