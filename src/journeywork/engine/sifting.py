"""Sifting: which options may be offered at a moment, and in words why not the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from journeywork.engine.attention import MOST_CHANCE, History, Policy
from journeywork.engine.moments import Moment, Need
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.stances import Stance, goes_before

MOST_REASONS = 3
MOST_CANDIDATES = 10
#: So many other ways stand beside what is offered to somebody who wants to learn from the work.
MOST_ALTERNATIVES = 2


class LeftOut(StrEnum):
    """Why an option may not be offered, most telling first."""

    OWN = "which you wrote yourself"
    OFFERED = "which was offered to you before"
    SEEN = "which you have seen lately"
    ASKED = "who was suggested to you lately"
    STALE = "it is out of date, flagged or not published"
    WEAK = "it is too unlikely to help"
    LONG_WAY = "you want to get this done"


KNOWN = frozenset({LeftOut.OWN, LeftOut.OFFERED, LeftOut.SEEN, LeftOut.ASKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An option that was left out, and why; `says` goes on after its title and a comma."""

    option: Option
    why: LeftOut
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """Options that may be offered, best first, those left out, and all that were looked at."""

    fitting: tuple[Option, ...]
    left_out: tuple[Left, ...]
    candidates: tuple[Option, ...]


def sift(moment: Moment, options: Sequence[Option], policy: Policy, history: History) -> Sifted:
    """Sort `options` into those that may be offered and those that may not.

    The card the moment is about comes first, then the kinds in the order the moment wants
    them (what is written down comes before asking a colleague), then the better score.
    Options of other kinds, the person and their present piece of work are not considered.
    The moment's stance comes before the kinds: the shortest card, the checklist, or the why.
    """
    looked = [option for option in options if _considered(option, moment)]
    looked.sort(key=lambda option: _order(option, moment))
    fitting, left = [], []
    for option in looked:
        why = _why_not(option, moment, policy, history)
        if why is None:
            fitting.append(option)
        else:
            says = _says(option, why, moment, policy, history)
            left.append(Left(option=option, why=why, says=says))
    left.sort(key=lambda each: (each.why is LeftOut.WEAK, each.why is LeftOut.STALE))
    return Sifted(
        fitting=tuple(fitting),
        left_out=tuple(left),
        candidates=tuple(looked[:MOST_CANDIDATES]),
    )


def why_this(option: Option) -> str:
    """Return in one sentence what speaks for `option`: its three strongest parts."""
    strong = sorted((part for part in option.parts if part.value > 0), key=lambda p: -p.value)
    said = [part.says for part in strong if part.says][:MOST_REASONS]
    return f"“{option.title}” {_joined(said)}." if said else f"“{option.title}” fits best."


def why_not_next(chosen: Option, sifted: Sifted, stance: Stance | None = None) -> tuple[str, ...]:
    """Return up to three sentences: what else was near, and why it was not offered."""
    stronger = [
        f"“{left.option.title}” fits too, but {left.says}."
        for left in sifted.left_out
        if left.option.score >= chosen.score and left.why is not LeftOut.WEAK
    ]
    behind = [_behind(option, chosen, stance) for option in sifted.fitting[1:]]
    weaker = [
        f"“{left.option.title}” was near, but {left.says}."
        for left in sifted.left_out
        if left.option.score < chosen.score or left.why is LeftOut.WEAK
    ]
    return tuple((stronger + behind + weaker)[:MOST_REASONS])


def alternatives(moment: Moment, sifted: Sifted) -> tuple[Option, ...]:
    """Return other ways to the same end for somebody who wants to learn from the work.

    Those of a kind that is not there yet come first: a text, earlier work, somebody to talk to.
    """
    if moment.stance is not Stance.DEVELOPMENT:
        return ()
    first, *rest = sifted.fitting
    other = [option for option in rest if option.kind is not first.kind]
    same = [option for option in rest if option.kind is first.kind]
    return tuple((*other, *same)[:MOST_ALTERNATIVES])


def _considered(option: Option, moment: Moment) -> bool:
    mine = {moment.person, moment.context.episode}
    return option.kind in moment.wants and (option.kind is OptionKind.NOTE or option.id not in mine)


def _order(option: Option, moment: Moment) -> tuple[bool, int, int, float, int]:
    rank = moment.wants.index(option.kind)
    card = option.kind is OptionKind.CARD
    before = goes_before(moment.stance, is_card=card, form=option.form, minutes=option.minutes)
    return option.id != moment.about, before, rank, -option.score, option.id.int


def _why_not(option: Option, moment: Moment, policy: Policy, history: History) -> LeftOut | None:
    if option.id != moment.about and option.chance < bar(option, moment, policy, history):
        return LeftOut.WEAK
    return (
        LeftOut.LONG_WAY if _long_way(option, moment) else _known(option, moment, policy, history)
    )


def _known(option: Option, moment: Moment, policy: Policy, history: History) -> LeftOut | None:
    """Tell what of an option that fits is known to the person, or must not be pushed."""
    if option.kind is OptionKind.CARD and option.author == moment.person:
        return LeftOut.OWN
    offered = _since_news(history.offered.get(option.id), option, moment)
    seen = _since_news(history.seen.get(option.id), option, moment)
    if option.kind is OptionKind.PERSON:
        again = timedelta(days=policy.person_days)
        return LeftOut.ASKED if offered and moment.at - offered < again else None
    if offered:
        return LeftOut.OFFERED
    if seen and moment.at - seen < timedelta(days=policy.seen_days):
        return LeftOut.SEEN
    return None if option.pushable else LeftOut.STALE


def _long_way(option: Option, moment: Moment) -> bool:
    """Tell whether it is more than the shortest aid to somebody who wants to get it done.

    A colleague is the shortest where something went wrong.
    """
    if moment.stance is not Stance.COMPLETION or option.kind is OptionKind.CARD:
        return False
    return not (option.kind is OptionKind.PERSON and moment.need is Need.SOLVE)


def _since_news(when: datetime | None, option: Option, moment: Moment) -> datetime | None:
    """Forget what was before the change that the moment tells of: it was another text."""
    news = moment.news_at if option.id == moment.about else None
    return when if when and (news is None or when >= news) else None


def bar(option: Option, moment: Moment, policy: Policy, history: History) -> float:
    """Return the chance that `option` must have: the policy's, raised where damped."""
    least = policy.least(option.kind)
    return max(least, min(MOST_CHANCE, least * history.strictness(moment.rule, moment.at)))


def _says(option: Option, why: LeftOut, moment: Moment, policy: Policy, history: History) -> str:
    if why is LeftOut.WEAK:
        return _too_unlikely(option, bar(option, moment, policy, history), policy)
    return {
        LeftOut.OWN: "you wrote it yourself",
        LeftOut.OFFERED: "it was offered to you before",
        LeftOut.SEEN: "you have seen it lately",
        LeftOut.ASKED: f"they were suggested to you in the last {policy.person_days} days",
    }.get(why, why.value)


def _too_unlikely(option: Option, needed: float, policy: Policy) -> str:
    """Say what was needed. Of people no figure is told: nobody is ranked."""
    if option.kind is OptionKind.PERSON:
        return "too little tells that they could help"
    said = f"{LeftOut.WEAK.value}: {option.chance:.0%}, where {needed:.0%} is needed"
    return f"{said} (raised by colleagues' answers)" if needed > policy.least(option.kind) else said


def _behind(option: Option, chosen: Option, stance: Stance | None) -> str:
    if stance is Stance.COMPLETION and option.minutes > chosen.minutes:
        return f"“{option.title}” fits too, but takes longer: {option.minutes} minutes."
    if option.kind is not chosen.kind:
        return f"“{option.title}” fits too, but {_PREFERRED[chosen.kind]} at a moment like this."
    if option.kind is OptionKind.PERSON:
        return f"“{option.title}” may be able to help too."
    return f"“{option.title}” fits a little less: {option.score:.2f} against {chosen.score:.2f}."


_PREFERRED = {
    OptionKind.CARD: "what is written down comes first",
    OptionKind.EPISODE: "earlier work comes first",
    OptionKind.PERSON: "a colleague comes first",
    OptionKind.NOTE: "noting what you learned comes first",
    OptionKind.OPPORTUNITY: "what passes by comes first",
}


def _joined(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
