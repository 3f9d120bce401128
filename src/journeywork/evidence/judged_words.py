"""What the history says of past work and of who knows, in sentences and rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journeywork.engine.estimates import ENOUGH, ENOUGH_CLUSTERS, Verdict
from journeywork.engine.replay_report import Hindsight, Method
from journeywork.evidence.figures import between, most_first, number, share
from journeywork.evidence.spoken import LEFT_OUT, METHODS, SORTS, told

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One question to the history: its heading, what was found, and the tables behind it."""

    key: str
    lead: str
    title: str
    asks: str
    says: str
    right_says: str
    better_says: str
    verdicts: tuple[str, ...]
    heads: Row
    rows: tuple[Row, ...]
    legend: tuple[str, ...]
    notes: tuple[str, ...]
    load_says: str
    load_rows: tuple[Row, ...]


_LEADS = {"past_work": gettext_lazy("Past work."), "who_knows": gettext_lazy("Who knows.")}
_TITLES = {
    "past_work": gettext_lazy("Would the right past work have come up?"),
    "who_knows": gettext_lazy("Would the right colleague have been named?"),
}
_ASKS = {
    "past_work": gettext_lazy(
        "Some changes name an earlier one: a revert, a fix of it, “see #123”. Would it have been "
        "suggested at that time, from title, words and files alone, with the citation taken out?"
    ),
    "who_knows": gettext_lazy(
        "Some work names who helped: a review, “Helped-by”. Would that person have been "
        "suggested, from what was known just before? Whoever already took part is left out."
    ),
}
_NONE = {
    "past_work": gettext_lazy("No piece of work in this time names an earlier one."),
    "who_knows": gettext_lazy("No piece of work in this time names somebody who helped."),
}


def judged(found: Hindsight) -> Judged:
    """Put one question to the history into words."""
    return Judged(
        key=found.key,
        lead=str(_LEADS[found.key]),
        title=str(_TITLES[found.key]),
        asks=str(_ASKS[found.key]),
        says=_says(found),
        right_says=_right(found),
        better_says=_better(found),
        verdicts=tuple(_verdicts(found)),
        heads=_heads(found),
        rows=tuple(map(_row, found.methods)) if found.questions else (),
        legend=tuple(
            f"{told(METHODS, one.name)}: {told(METHODS, one.says)}." for one in found.methods
        ),
        notes=tuple(_notes(found)),
        load_says=_load(found),
        load_rows=tuple(_load_rows(found)),
    )


def best_plain(found: Hindsight) -> Method:
    """Return the plain answer that did best."""
    return max(found.methods[1:], key=lambda method: method.reciprocal)


def _says(found: Hindsight) -> str:
    if not found.questions:
        return str(_NONE[found.key])
    ours, plain = found.methods[0], best_plain(found)
    k, mine = ours.hits[1]
    _k, theirs = plain.hits[1]
    says = _(
        "In {cases} cases the history shows the answer. Journeywork would have had it among its "
        "first {k} in {mine}; the best plain answer, “{plain}”, in {theirs}."
    ).format(
        cases=number(found.questions),
        k=k,
        mine=share(mine),
        plain=told(METHODS, plain.name),
        theirs=share(theirs),
    )
    return f"{says} {_verdict(plain, found)}"


def _verdicts(found: Hindsight) -> Iterator[str]:
    if found.questions:
        for method in found.methods[1:]:
            yield f"{told(METHODS, method.name)}: {_verdict(method, found)}"


def _verdict(method: Method, found: Hindsight) -> str:
    """Return what may be said of the difference to a plain answer, and no more."""
    against = method.against
    if against is None or against.verdict is Verdict.TOO_FEW:
        return _(
            "That is not enough to judge: {cases} cases; {least} in {weeks} different weeks are "
            "needed."
        ).format(cases=number(found.questions), least=ENOUGH, weeks=ENOUGH_CLUSTERS)
    if against.verdict is Verdict.UNDECIDED:
        interval = between(against.value, against.low, against.high, signed=True)
        return _(
            "Not enough evidence of a difference: {interval} in mean reciprocal rank, which "
            "covers zero."
        ).format(interval=interval)
    if against.verdict is Verdict.BETTER:
        interval = between(against.value, against.low, against.high)
        return _("Better by {interval} in mean reciprocal rank.").format(interval=interval)
    interval = between(-against.value, -against.high, -against.low)
    return _("Worse by {interval} in mean reciprocal rank.").format(interval=interval)


def _right(found: Hindsight) -> str:
    if not found.questions:
        return ""
    k, _mine = found.methods[0].hits[1]
    return _(
        "How often the right answer was among the first {k}. The band is where the true share "
        "lies with 95% confidence, the mark is what was counted."
    ).format(k=k)


def _better(found: Hindsight) -> str:
    if not found.questions:
        return ""
    return _(
        "By how much Journeywork was better, in mean reciprocal rank (1 when the answer comes "
        "first, ½ when second). A band that crosses the line at zero decides nothing."
    )


def _heads(found: Hindsight) -> Row:
    shares = (
        _("first") if k == 1 else _("in first {k}").format(k=k) for k, _hit in found.methods[0].hits
    )
    return (_("Answer"), *shares, _("mean reciprocal rank"), _("ours minus this"))


def _row(method: Method) -> Row:
    against = method.against
    difference = (
        "" if against is None else between(against.value, against.low, against.high, signed=True)
    )
    if against is not None and against.verdict is Verdict.TOO_FEW:
        difference = _("too few to judge")
    hits = (share(hit) for _k, hit in method.hits)
    return (
        told(METHODS, method.name),
        *hits,
        between(method.reciprocal, method.low, method.high),
        difference,
    )


def _notes(found: Hindsight) -> Iterator[str]:
    if found.sorts:
        shown = ", ".join(f"{told(SORTS, sort)} {number(n)}" for sort, n in most_first(found.sorts))
        yield _("How the history shows the answer: {shown}.").format(shown=shown)
    for why, times in most_first(found.left_out):
        yield ngettext("Left out, {n} case: {why}.", "Left out, {n} cases: {why}.", times).format(
            n=number(times), why=told(LEFT_OUT, why)
        )
    yield from _mcnemar(found)


def _mcnemar(found: Hindsight) -> Iterator[str]:
    if not found.questions:
        return
    plain = best_plain(found)
    if plain.p is not None:
        shown = "< 0.001" if plain.p < 0.001 else f"= {plain.p:.3f}"  # noqa: PLR2004
        yield _("McNemar's exact test of the first place against “{plain}”: p {p}.").format(
            plain=told(METHODS, plain.name), p=shown
        )


def _load(found: Hindsight) -> str:
    if found.busiest_in_truth is None or not found.questions:
        return ""
    return _(
        "How much would fall on one person: the share of all suggestions in first place that "
        "went to whoever was suggested most. In truth the busiest helper gave {truth} of the help."
    ).format(truth=share(found.busiest_in_truth))


def _load_rows(found: Hindsight) -> Iterator[Row]:
    for method in found.methods:
        if method.busiest is not None:
            yield told(METHODS, method.name), share(method.busiest)
