"""The words of rounds: states, choices, what is proven, how far the worker is."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import PairState, Proof, Round, RoundState, StagedPair
from journeywork.kernel.jobs import Job
from journeywork.kernel.reasons import said
from journeywork.mentoring.round_queries import Standing
from journeywork.web.words import Words

STATES: Mapping[RoundState, Words] = {
    RoundState.STAGING: _("is being matched"),
    RoundState.STAGED: _("waits to be looked at"),
    RoundState.PUBLISHING: _("is being published"),
    RoundState.PUBLISHED: _("published"),
    RoundState.DROPPED: _("dropped"),
    RoundState.FAILED: _("could not be matched"),
}
LOOKS: Mapping[RoundState, str] = {
    RoundState.STAGING: "open",
    RoundState.STAGED: "due",
    RoundState.PUBLISHING: "open",
    RoundState.PUBLISHED: "done",
    RoundState.DROPPED: "draft",
    RoundState.FAILED: "due",
}
PAIRS: Mapping[PairState, Words] = {
    PairState.STAGED: "",
    PairState.ASKED: _("both are asked"),
    PairState.PUBLISHED: _("has begun"),
    PairState.REFUSED: _("one of them said no"),
    PairState.DROPPED: _("taken apart"),
}
#: choice -> its name, and what it is good for
CHOICES: Mapping[str, tuple[Words, Words]] = {
    "even": (_("Even"), _("Nobody has a poor fit, and the whole is as good as can be.")),
    "weakest": (_("For those with the lowest fits"), _("More for whoever fits few.")),
    "most": (_("Most points in all"), _("The best sum, whoever gets how much of it.")),
    "steady": (_("Fewest who would swap"), _("Few pairs who would both rather have each other.")),
}
ROLES: Mapping[Role, Words] = {
    Role.MENTEE: _("looks for a mentor"),
    Role.MENTOR: _("would take somebody"),
    Role.BOTH: _("takes part"),
}
PARTS: Mapping[str, Words] = {
    "skills": _("What one wants to learn"),
    "goals": _("Goals"),
    "hours": _("Hours in common"),
    "seniority": _("Experience"),
    "languages": _("Language"),
    "department": _("Department"),
    "freshness": _("Up to date"),
    "wishes": _("Wishes"),
    "past": _("Were a pair before"),
    "cool-down": _("Again so soon"),
    "again": _("Met before"),
    "by hand": _("By hand"),
    "note": _("To know"),
}
_STEPS: Mapping[str, Words] = {
    "getting ready": _("Getting ready. The first time on a machine this takes half a minute."),
    "candidates": _("Looking through everybody who may be together."),
    "worst-off": _("Raising the lowest fit as far as it goes."),
    "assignment": _("Finding the best round."),
    "proof": _("Proving that there is no better one."),
    "writing": _("Writing pairs and reasons."),
    "publishing": _("Letting the pairs begin."),
}


def far(job: Job | None) -> dict[str, object]:
    """Return how far the worker is, in words, and the share of the step that is done."""
    if job is not None and job.fault:
        return {
            "says": gettext("The worker could not do it. It is tried again by itself for a while."),
            "share": None,
            "fault": said(job.fault),
        }
    if job is None or not job.step:
        says = gettext("In the queue: the worker takes it up in a moment.")
        return {"says": says, "share": None, "fault": ""}
    share = round(job.share, 2) if job.total else None
    return {"says": str(_STEPS.get(job.step, job.step)), "share": share, "fault": ""}


def came_of_it(found: Round, stands: Standing, *, two_sided: bool) -> Iterator[str]:
    """Yield what a round came to, and what is proven of it, one sentence each."""
    counts = found.counts
    if counts is None:
        return
    if two_sided:
        yield ngettext(
            "%(num)s looks for a mentor; there are %(places)s free places.",
            "%(num)s look for a mentor; there are %(places)s free places.",
            counts.seekers,
        ) % {"num": counts.seekers, "places": counts.places}
    else:
        yield ngettext("%(num)s takes part.", "%(num)s take part.", counts.seekers) % {
            "num": counts.seekers
        }
    yield (
        ngettext("That makes %(num)s pair.", "That makes %(num)s pairs.", stands.pairs)
        % {"num": stands.pairs}
        if two_sided
        else ngettext("That makes %(num)s group.", "That makes %(num)s groups.", stands.pairs)
        % {"num": stands.pairs}
    )
    if found.proof is not None:
        yield from _proven(found.proof)
    if stands.by_hand:
        yield ngettext(
            "%(num)s of them was put together by hand; what is proven holds for the others.",
            "%(num)s of them were put together by hand; what is proven holds for the others.",
            stands.by_hand,
        ) % {"num": stands.by_hand}
    if found.says:
        yield said(found.says)


def _proven(proof: Proof) -> Iterator[str]:
    if proof.covered:
        yield gettext("No other round by these rules gives somebody to more people.")
    if proof.floor and proof.floor_proven:
        yield gettext(
            "Nobody's fit is below %(points)s points, and no round that places as many could "
            "keep more for everybody."
        ) % {"points": proof.floor}
    if proof.proven:
        yield gettext("It is proven that there is no better round by these rules and this choice.")
    else:
        yield gettext(
            "It was stopped before it was proven: a better round may be there. Match it again at "
            "a quieter time."
        )


def together(pair: StagedPair, names: Mapping[UUID, str]) -> str:
    """Return who is in a pair, by name: “Ana and Ben”."""
    found = [names.get(person, "") or gettext("somebody") for person in pair.people]
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(found[:-1]), "last": found[-1]}


def why(pair: StagedPair) -> str:
    """Return the two greatest reasons for a pair, as one line."""
    told = sorted((part for part in pair.parts if part.says), key=lambda part: -part.value)
    first = [said(part.says) for part in told[:2]]
    return "; ".join(first)


def named(people: Iterable[UUID], names: Mapping[UUID, str]) -> str:
    """Return some people by name."""
    return ", ".join(names.get(each, "") or gettext("somebody") for each in people)
