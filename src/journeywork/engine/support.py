"""Help out: one decision for each moment, an offer or a silence, with its reasons.

`decide` is pure: the same moment, options, policy, history and draw give the same decision.
Its order of checks is the order of usefulness of the reasons. First what the person (or
colleagues) wished; then whether there was anything to offer at all; then whether now was the
time; and the lot last, so that only moments which would have been offered are withheld.
That makes each withheld moment comparable with each offered one (a micro-randomised trial
over available moments: Klasnja et al. 2015, Health Psychology 34 Suppl., 1220-1228).
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from journeywork.engine.answers import Answer, Attention, Today
from journeywork.engine.attention import History, Policy
from journeywork.engine.decisions import Decision, Offer, Silence, SilenceReason
from journeywork.engine.moments import Moment
from journeywork.engine.options import Option, OptionKind, Part
from journeywork.engine.sifting import KNOWN, Sifted, alternatives, sift, why_not_next, why_this

__all__ = [
    "Answer",
    "Attention",
    "Decision",
    "Offer",
    "Option",
    "OptionKind",
    "Part",
    "Silence",
    "SilenceReason",
    "Today",
    "decide",
    "wished_for_quiet",
]


Found = tuple[SilenceReason, str] | None


def decide(
    *,
    id: UUID,
    moment: Moment,
    options: Sequence[Option],
    policy: Policy,
    history: History,
    draw: float,
) -> Decision:
    """Decide whether to offer help at `moment`, which, and say why.

    `options` come in any order with comparable scores within a kind. `moment.at` is when the
    person would be interrupted: hours and budget are judged by it. `draw` is uniform in
    [0, 1) and used for the lot alone; ValueError otherwise.
    """
    if not 0.0 <= draw < 1.0:
        raise ValueError("a draw lies in [0, 1)")
    sifted = sift(moment, options, policy, history)
    found = wished_for_quiet(moment, policy, history) or _nothing(sifted)
    found = found or _time(moment, policy, history)
    if found is None and draw < policy.withheld:
        found = (SilenceReason.WITHHELD, _withheld_says(sifted, policy))
    if found:
        return _silence(id, moment, sifted, policy, *found)
    return _offer(id, moment, sifted, policy, history)


def _silence(
    id: UUID,
    moment: Moment,
    sifted: Sifted,
    policy: Policy,
    reason: SilenceReason,
    says: str,
) -> Silence:
    return Silence(
        id=id,
        moment=moment.id,
        person=moment.person,
        at=moment.at,
        reason=reason,
        says=says,
        candidates=sifted.candidates,
        propensity=1.0 - policy.withheld,
    )


def _offer(
    id: UUID,
    moment: Moment,
    sifted: Sifted,
    policy: Policy,
    history: History,
) -> Offer:
    chosen = sifted.fitting[0]
    return Offer(
        id=id,
        moment=moment.id,
        person=moment.person,
        at=moment.at,
        option=chosen,
        why_this=why_this(chosen),
        why_now=_why_now(moment, policy, history),
        why_not_next=why_not_next(chosen, sifted, moment.stance),
        candidates=sifted.candidates,
        propensity=1.0 - policy.withheld,
        stance=moment.stance,
        alternatives=alternatives(moment, sifted),
    )


def wished_for_quiet(moment: Moment, policy: Policy, history: History) -> Found:
    """Return the silence that the person or colleagues wished for, None where nobody did.

    It comes first: while people wish for quiet nothing else matters, and no options need to
    be looked for.
    """
    at, rule = moment.at, moment.rule
    if history.paused(at):
        return SilenceReason.PAUSED, f"You paused offers until {_day(history.paused_until)}."
    if history.snoozed(at):
        until = _clock(history.snoozed_until, history)
        return SilenceReason.SNOOZED, f"You asked for quiet until {until}."
    until_day = history.quiet_until(rule, at, policy)
    if until_day:
        said = _day(history.working_time.local_date(until_day))
        return SilenceReason.NOT_HERE, f"You said this does not help you here; quiet until {said}."
    useful = history.usefulness(rule, at)
    if useful < policy.damped_below:
        says = f"Colleagues' answers give this trigger a {useful:.0%} chance of being useful"
        return SilenceReason.DAMPED, f"{says}; below {policy.damped_below:.0%} it stays silent."
    if moment.unaided >= policy.faded_at:
        says = f"Lately {moment.unaided:.0%} of your work of this sort went well without help."
        return SilenceReason.FADED, says
    return None


def _nothing(sifted: Sifted) -> Found:
    """Tell whether there was anything to offer: without it a reason of time is untrue."""
    if sifted.fitting:
        return None
    known = [left for left in sifted.left_out if left.why in KNOWN]
    if known:
        says = f"What fits is known to you: “{known[0].option.title}”, {known[0].why.value}."
        return SilenceReason.SEEN, says
    if not sifted.left_out:
        return SilenceReason.NOTHING_FITS, "Nothing written, done or known here fits this work."
    nearest = sifted.left_out[0]
    says = f"The nearest was “{nearest.option.title}”, but {nearest.says}."
    return SilenceReason.NOTHING_FITS, says


def _time(moment: Moment, policy: Policy, history: History) -> Found:
    """Tell whether now is the time for the person."""
    at = moment.at
    if not history.working_time.covers(at):
        return SilenceReason.OFF_HOURS, f"{_clock(at, history)} is outside your working hours."
    if not moment.breakpoint:
        return SilenceReason.NO_BREAKPOINT, "You were in the middle of something."
    if history.spent_today(at) >= policy.per_day:
        says = f"{_times(policy.per_day)} a day is what you are interrupted at most."
        return SilenceReason.BUDGET_DAY, says
    if history.spent_this_week(at) >= policy.per_week:
        says = f"{_times(policy.per_week)} a week is what you are interrupted at most."
        return SilenceReason.BUDGET_WEEK, says
    return None


def _withheld_says(sifted: Sifted, policy: Policy) -> str:
    return (
        f"“{sifted.fitting[0].title}” was held back by lot, as {policy.withheld:.0%} of offers "
        "are, so that we can tell whether offers help at all."
    )


def _why_now(moment: Moment, policy: Policy, history: History) -> str:
    number = history.spent_today(moment.at) + 1
    told = moment.says or "This is a moment at which help may help"
    return (
        f"{told}. You are between two steps just now, and this is offer {number} "
        f"of at most {policy.per_day} today."
    )


def _times(count: int) -> str:
    return {0: "No times", 1: "Once", 2: "Twice"}.get(count, f"{count} times")


def _day(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B}" if day else "later"


def _clock(at: datetime | None, history: History) -> str:
    local = at.astimezone(history.working_time.zone) if at else None
    return f"{local:%H:%M} on {_day(local.date())}" if local else "later"
