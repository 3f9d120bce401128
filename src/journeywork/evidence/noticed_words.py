"""What people would have noticed: moments, offers and silences, in sentences and rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeywork.engine.estimates import rate
from journeywork.engine.estimates import share as share_of
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
from journeywork.evidence.spoken import KINDS, PARTS, SILENCES
from journeywork.evidence.spoken import told as named

Row = tuple[str, ...]
#: Puts a plain English sentence of the engine into the reader's language.
Said = Callable[[str], str]


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
        says=(_offers(found), _rate(found), _budget(report), *_left_out(found)),
        # A report of old may hold a line about fewer people than five: it counts none.
        rules=tuple(_rule(one, one.people) for one in found.rules if one.people is not None),
        silences_says=_silence(found),
        silences=tuple(
            (named(SILENCES, reason), number(times), percent(times / max(1, found.moments)))
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


def own_told(own: Own, said: Said) -> OwnTold:
    """Put a person's own part into words; it is shown to that person alone.

    `said` puts the engine's sentences into the reader's language.
    """
    says = _("You would have met {moments} moments and {offers} offers.").format(
        moments=number(own.moments), offers=number(own.offers)
    )
    return OwnTold(says=says, lines=tuple(_own_line(one, said) for one in own.latest))


def _own_line(one: OwnMoment, said: Said) -> OwnLine:
    if one.offered is None:
        outcome = _("Silence: {reason}.").format(reason=named(SILENCES, one.reason))
        reasons: tuple[str, ...] = (one.reason_says,)
    else:
        outcome = _offered(str(KINDS[one.offered]), one.title)
        reasons = (one.why_this, one.why_now, *one.why_not_next)
    return OwnLine(
        when=day(one.at),
        says=said(one.says),
        outcome=outcome,
        reasons=tuple(said(reason) for reason in reasons if reason),
    )


def _offered(kind: str, title: str) -> str:
    if not title:
        return _("Offered {kind}.").format(kind=kind)
    return _("Offered {kind}: “{title}”.").format(kind=kind, title=title)


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


def _left_out(found: Attention) -> Iterator[str]:
    if found.left_out:
        yield _(
            "Triggers that concerned fewer than five people together are left out of all figures."
        )


def _silence(found: Attention) -> str:
    if found.offers == found.moments:
        return _("No moment passed in silence.")
    if not found.silences:
        return _("No reason for silence concerned five people or more.")
    reason, times = most_first(found.silences)[0]
    return _("Most silences ({share}) had this reason: {reason}.").format(
        share=percent(times / max(1, sum(found.silences.values()))),
        reason=named(SILENCES, reason),
    )


def _rule(one: RuleTally, concerned: int) -> Row:
    title = _(one.title) if one.key else _("Rules that concerned fewer than five people each")
    people = number(concerned)
    offered = ", ".join(f"{KINDS[kind]} {number(n)}" for kind, n in most_first(one.offered))
    silences = most_first(one.silences)[:2]
    why = ", ".join(f"{named(SILENCES, reason)} {number(n)}" for reason, n in silences)
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
        silence = _("silence: {reason}.").format(reason=named(SILENCES, one.reason))
        return f"{scene}: {silence}"
    name = colleagues.get(one.colleague, "") if one.colleague else ""
    title = name or one.title
    kind = str(KINDS[one.offered])
    what = _("{kind}, “{title}”").format(kind=kind, title=title) if title else kind
    because = ", ".join(named(PARTS, part) for part in one.because)
    offer = _("offered {what}").format(what=what)
    return f"{scene}: {offer} ({because})." if because else f"{scene}: {offer}."
