"""A report speaks the reader's language, whole: words, figures, charts, one's own moments."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.functional import Promise

from journeywork.engine.attention import Policy
from journeywork.engine.citations import CitationKind
from journeywork.engine.decisions import SilenceReason
from journeywork.engine.estimates import Difference, Verdict, share
from journeywork.engine.options import OptionKind
from journeywork.engine.replay_questions import MOST_CITED, PEOPLE_METHODS, WORK_METHODS
from journeywork.engine.replay_report import (
    Attention,
    Example,
    Hindsight,
    Method,
    Month,
    Own,
    OwnMoment,
    Report,
    RuleTally,
)
from journeywork.engine.work import HelpKind
from journeywork.evidence import spoken
from journeywork.evidence.charts import charts
from journeywork.evidence.figures import between, decimal, percent
from journeywork.evidence.noticed_words import own_told
from journeywork.evidence.report import html
from journeywork.evidence.sentences import told
from journeywork.evidence.values import Finished
from journeywork.kernel.ids import new_id

DAY = datetime(2026, 3, 10, tzinfo=UTC)
FIRST = datetime(2023, 5, 1, tzinfo=UTC)


def hindsight(key: str, methods: Iterable[object]) -> Hindsight:
    found = [
        Method(
            key=one.key, name=one.name, says=one.says, reciprocal=0.4, low=0.3, high=0.5,
            hits=tuple((k, share(40 - n, 100)) for k in (1, 3, 10)), p=0.01 if n else None,
            against=Difference(value=0.1, low=0.05, high=0.2, verdict=Verdict.BETTER) if n else None,
        )
        for n, one in enumerate(methods)
    ]  # fmt: skip
    sorts = CitationKind if key == "past_work" else HelpKind
    return Hindsight(
        key=key,
        questions=100,
        methods=tuple(found),
        sorts={kind.value: 5 for kind in sorts},
        left_out=dict.fromkeys(spoken.LEFT_OUT, 2),
    )


def attention() -> Attention:
    """Return counts in which every reason and every kind of offer occurs."""
    silences = {reason.value: 10 for reason in SilenceReason}
    offers = [
        Example(rule="here", when="2026-01", where="payments", people=6, offered=kind,
                title="Runde" if kind is OptionKind.CARD else "", because=("words", "paths"))
        for kind in OptionKind
    ]  # fmt: skip
    quiet = Example(rule="here", when="", where="", people=9, reason=SilenceReason.OFF_HOURS.value)
    return Attention(
        moments=400, offers=280, people=40, active=60, person_weeks=900, weekly=(700, 150, 50),
        silences=silences, examples=(*offers, quiet),
        months=tuple(Month(first=f"2026-0{n}-01", moments=9, offers=4, person_weeks=30) for n in (1, 2)),
        rules=(RuleTally(key="here", title="First time in this place", moments=400, offers=280,
                         people=40, offered=dict.fromkeys(OptionKind, 70), silences=silences),),
    )  # fmt: skip


def finished(**changes: object) -> Finished:
    report = Report(
        at=DAY, since=datetime(2024, 3, 10, tzinfo=UTC), until=DAY, history_since=FIRST,
        events=5000, judged_events=2000, cards=12, places=1, policy=Policy(), seed=1,
        past_work=hindsight("past_work", WORK_METHODS),
        who_knows=hindsight("who_knows", PEOPLE_METHODS), attention=attention(),
    )  # fmt: skip
    report = replace(report, **changes)
    return Finished(
        id=new_id(), of="Fairwater", report=report, charts=charts(report), colleagues={}
    )


def test_everything_the_engine_names_has_words() -> None:
    methods = {text for one in (*WORK_METHODS, *PEOPLE_METHODS) for text in (one.name, one.says)}
    assert methods - {"Journeywork"} == set(spoken.METHODS)
    assert set(SilenceReason) == set(spoken.SILENCES)
    assert {*CitationKind, *HelpKind} == set(spoken.SORTS)
    assert set(OptionKind) == set(spoken.KINDS)
    assert f"cites more than {MOST_CITED} pieces of work: a list" in spoken.LEFT_OUT


@pytest.mark.parametrize(
    "table",
    [spoken.KINDS, spoken.SILENCES, spoken.SORTS, spoken.LEFT_OUT, spoken.METHODS, spoken.PARTS],
)
def test_every_word_has_a_german_one(table: dict[str, Promise]) -> None:
    english = {name: str(word) for name, word in table.items()}
    with translation.override("de"):
        same = [name for name, word in table.items() if str(word) == english[name]]
    assert same == []


def test_figures_are_written_as_the_language_writes_them() -> None:
    assert (percent(0.514), decimal(-0.5), decimal(0.5, signed=True)) == (
        "51%",
        "\u22120.50",
        "+0.50",
    )
    assert between(0.4, 0.3, 0.5) == "0.40 (0.30 to 0.50)"
    with translation.override("de"):
        assert (percent(0.514), decimal(-0.5)) == ("51\u00a0%", "\u22120,50")
        assert between(0.4, 0.3, 0.5) == "0,40 (0,30 bis 0,50)"


def test_a_german_report_has_no_sentence_of_the_english_one() -> None:
    found = finished()
    english = _lines(html(found, standalone=True))
    with translation.override("de"):
        german = _lines(html(found, standalone=True))
    words = {line for line in english & german if any(part.isalpha() for part in line.split())}
    months = {"Jan 2026", "Feb 2026"}  # Shortened on an axis, they are the same.
    assert words - months - {"Journeywork"} == set()


def test_a_file_that_is_mailed_says_whose_it_is_and_when_it_was_made() -> None:
    assert "Fairwater, made on March 10, 2026" in html(finished(), standalone=True)
    assert "Fairwater" not in html(finished(), standalone=False)


@pytest.mark.parametrize(
    ("verdict", "value", "says"),
    [
        (Verdict.BETTER, 0.1, "Better by 0.10 (0.05 to 0.15) in mean reciprocal rank."),
        (Verdict.WORSE, -0.1, "Worse by 0.10 (0.05 to 0.15) in mean reciprocal rank."),
    ],
)
def test_a_difference_is_said_in_one_direction(verdict: Verdict, value: float, says: str) -> None:
    found = hindsight("past_work", WORK_METHODS)
    low, high = sorted((value / 2, value * 1.5))
    against = Difference(value=value, low=low, high=high, verdict=verdict)
    methods = tuple(replace(one, against=against) if one.against else one for one in found.methods)
    (past, _) = told(finished(past_work=replace(found, methods=methods))).judged
    assert past.says.endswith(says)


def test_charts_hold_the_words_of_their_language() -> None:
    drawn = finished().charts
    assert "Most recent" in drawn["en"]["past_work_right"]
    assert "Das Neueste" in drawn["de"]["past_work_right"]
    assert "outside working hours" in drawn["en"]["silences"]
    assert "außerhalb der Arbeitszeit" in drawn["de"]["silences"]
    assert "+0,10" in drawn["de"]["past_work_better"]


def test_ones_own_moments_are_put_into_words_by_whoever_shows_them() -> None:
    moment = OwnMoment(
        at=DAY, rule="here", says="Your first time here", offered=OptionKind.CARD, title="Runde",
        why_this="why this", why_now="why now", why_not_next=("why not",),
    )  # fmt: skip
    own = Own(moments=1, offers=1, silences={}, latest=(moment,))
    (line,) = own_told(own, str.upper).lines
    assert (line.says, line.outcome) == ("YOUR FIRST TIME HERE", "Offered a card: “Runde”.")
    assert line.reasons == ("WHY THIS", "WHY NOW", "WHY NOT")


def test_a_short_history_is_told_as_it_is() -> None:
    young = finished(history_since=datetime(2026, 3, 1, tzinfo=UTC), events=6, judged_events=6)
    assert told(young).span == (
        "March 1, 2026 to March 10, 2026: 6 work events in time order, knowing at each moment "
        "only what was known then. 12 cards at the end."
    )
    none = finished(events=0, judged_events=0)
    assert told(none).span == ("There is no work on record yet, so there is nothing to go through.")


def _lines(page: str) -> set[str]:
    """Return the texts of a page, without its style."""
    import re

    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    texts = re.split(r"<[^>]+>", body)
    return {text.strip() for text in texts if text.strip()}
