"""What people would have noticed: moments, offers and silences, in sentences and rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journeywork.engine.estimates import rate
from journeywork.engine.estimates import share as share_of
from journeywork.engine.options import OptionKind
from journeywork.engine.replay_report import Attention, Example, Own, OwnMoment, Report, RuleTally
from journeywork.evidence.figures import (
    between,
    day,
    month,
    most_first,
    number,
    percent,
    share,
    stretch,
)

Row = tuple[str, ...]
KINDS = {
    OptionKind.CARD: gettext_lazy("a card"),
    OptionKind.EPISODE: gettext_lazy("past work"),
    OptionKind.PERSON: gettext_lazy("a colleague"),
    OptionKind.NOTE: gettext_lazy("an invitation to note what was learned"),
}
#: Parts of a score, as they are called in a report.
_PARTS = {
    "words": gettext_lazy("shared words"),
    "paths": gettext_lazy("the same files"),
    "lately": gettext_lazy("touched lately"),
    "place": gettext_lazy("the same place"),
    "labels": gettext_lazy("the same kind"),
    "team": gettext_lazy("the same team"),
    "recency": gettext_lazy("recent"),
    "trust": gettext_lazy("trusted"),
    "same part": gettext_lazy("worked in this part"),
    "same topic": gettext_lazy("worked on this topic"),
    "same words": gettext_lazy("worked on such things"),
    "active": gettext_lazy("active these weeks"),
    "helped you": gettext_lazy("helped before"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Sentences and tables about attention."""

    says: tuple[str, ...]
    rules: tuple[Row, ...]
    silences_says: str
    silences: tuple[Row, ...]
    weeks: tuple[Row, ...]
    months_says: str
    months: tuple[Row, ...]
    examples: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """One of the reader's own moments, with its reasons."""

    when: str
    says: str
    outcome: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTold:
    """The reader's own part in words."""

    says: str
    lines: tuple[OwnLine, ...]


def noticed(found: Attention, report: Report, colleagues: Mapping[UUID, str]) -> Noticed:
    """Put what people would have noticed into words."""
    return Noticed(
        says=(_offers(found), _rate(found), _budget(report)),
        rules=tuple(map(_rule, found.rules)),
        silences_says=_silence(found),
        silences=tuple(
            (_(reason), number(times), percent(times / max(1, found.moments)))
            for reason, times in most_first(found.silences)
        ),
        weeks=tuple(_weeks(found)),
        months_says=_(
            "Offers for each week in which somebody worked, month by month. The band is where "
            "the true rate lies with 95% confidence. Months in which fewer than five people "
            "worked are left out."
        ),
        months=tuple(_months(found)),
        examples=tuple(_examples(found, colleagues)),
    )


def own_told(own: Own) -> OwnTold:
    """Put a person's own part into words; it is shown to that person alone."""
    says = _("You would have met {moments} moments and {offers} offers.").format(
        moments=number(own.moments), offers=number(own.offers)
    )
    return OwnTold(says=says, lines=tuple(map(_own_line, own.latest)))


def _own_line(one: OwnMoment) -> OwnLine:
    if one.offered is None:
        outcome = _("Silence: {reason}.").format(reason=_(one.reason))
        return OwnLine(when=day(one.at), says=one.says, outcome=outcome, reasons=(one.reason_says,))
    outcome = _("Offered {kind}").format(kind=KINDS[one.offered])
    outcome = f"{outcome}: “{one.title}”." if one.title else f"{outcome}."
    return OwnLine(
        when=day(one.at),
        says=one.says,
        outcome=outcome,
        reasons=(one.why_this, one.why_now, *one.why_not_next),
    )


def _offers(found: Attention) -> str:
    spoken = share_of(found.offers, found.moments)
    said = _(
        "{moments} moments in the work of {active} people. {offers} led to an offer, {share}; "
        "the rest passed in silence."
    ).format(
        moments=number(found.moments),
        active=number(found.active),
        offers=number(found.offers),
        share=percent(spoken.value),
    )
    if found.people is None:
        return said
    people = ngettext(
        "{n} person had at least one.", "{n} people had at least one.", found.people
    ).format(n=number(found.people))
    return f"{said} {people}"


def _rate(found: Attention) -> str:
    value, low, high = rate(found.offers, max(1, found.person_weeks))
    return _("In a week in which somebody worked, {rate} offers on average.").format(
        rate=between(value, low, high)
    )


def _budget(report: Report) -> str:
    policy = report.policy
    return _(
        "The budget in force: at most {day} offers a day and {week} a week, in working hours, "
        "between two steps of work; {withheld} held back by lot."
    ).format(day=policy.per_day, week=policy.per_week, withheld=percent(policy.withheld))


def _silence(found: Attention) -> str:
    if not found.silences:
        return _("No moment passed in silence.")
    reason, times = most_first(found.silences)[0]
    return _("Most silences ({share}) had this reason: {reason}.").format(
        share=percent(times / max(1, sum(found.silences.values()))), reason=_(reason)
    )


def _rule(one: RuleTally) -> Row:
    title = _(one.title) if one.key else _("Rules that concerned fewer than five people each")
    people = number(one.people) if one.people is not None else _("fewer than 5")
    offered = ", ".join(f"{KINDS[kind]} {number(n)}" for kind, n in most_first(one.offered))
    silences = most_first(one.silences)[:2]
    why = ", ".join(f"{_(reason)} {number(n)}" for reason, n in silences)
    return title, number(one.moments), people, offered or _("nothing"), why or _("none")


def _weeks(found: Attention) -> Iterator[Row]:
    for offers, weeks in enumerate(found.weekly):
        last = 0 < offers == len(found.weekly) - 1
        label = _("{n} or more").format(n=offers) if last else str(offers)
        yield label, number(weeks), share(share_of(weeks, found.person_weeks))


def _months(found: Attention) -> Iterator[Row]:
    for one in found.months:
        value, low, high = rate(one.offers, max(1, one.person_weeks))
        shown = between(value, low, high)
        yield month(one.first), number(one.moments), number(one.offers), shown


def _examples(
    found: Attention, colleagues: Mapping[UUID, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    titles = {rule.key: rule.title for rule in found.rules}
    for rule in dict.fromkeys(example.rule for example in found.examples):
        told = [_example(one, colleagues) for one in found.examples if one.rule == rule]
        yield _(titles.get(rule, rule)), tuple(told)


def _example(one: Example, colleagues: Mapping[UUID, str]) -> str:
    where = one.where or _("anywhere")
    scene = _("{when}, {where}, one of {people} people").format(
        when=stretch(one.when), where=where, people=one.people
    )
    if one.offered is None:
        silence = _("silence: {reason}.").format(reason=_(one.reason))
        return f"{scene}: {silence}"
    name = colleagues.get(one.colleague, "") if one.colleague else ""
    title = name or one.title
    what = f"{KINDS[one.offered]}, “{title}”" if title else str(KINDS[one.offered])
    because = ", ".join(str(_PARTS.get(part, part)) for part in one.because)
    offer = _("offered {what}").format(what=what)
    return f"{scene}: {offer} ({because})." if because else f"{scene}: {offer}."
