"""How likely an option is the right one: measured on questions whose answers are known.

A score orders the options of one question; it does not say whether the best of them is any
good. The chance does. It is read from what tells a right answer from a wrong one on real
questions, half of which had no answer at all (`python -m benchmarks.calibration`):

    said    how much of what the question says is said there, 0 to 1
    length  how many words the question has: of a long one, less is said by chance
    ahead   how far the option's score is ahead of the next one's, or behind the best one's

through a logistic curve (Platt 1999). A colleague's score is a share of the work nearby, and
was found to be nearly a chance already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

from journeywork.engine.options import OptionKind

#: Keeps shares of nothing and of everything within the curve.
_EDGE = 0.05
#: Of a card that names the work it is for nobody has measured yet how often it is right there:
#: a belief, which the answers to offers correct rule by rule.
DECLARED = 0.4


@dataclass(frozen=True, slots=True)
class Worth:
    """What the words of a question are worth: in BM25, were all of them said; how many."""

    utmost: float = 0.0
    terms: int = 0


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over what tells a right text from a wrong one."""

    base: float
    said: float
    length: float
    ahead: float


#: Measured by `python -m benchmarks.calibration`; docs/explanation/when-help-speaks.md shows
#: how well they hold on questions of another sort. How much of a change was said before, and
#: how long its text is, tell nothing of whether it refers to that.
CURVES: Mapping[OptionKind, Curve] = {
    OptionKind.CARD: Curve(base=-3.6, said=0.6, length=0.65, ahead=7.7),
    OptionKind.EPISODE: Curve(base=-2.55, said=0.0, length=0.0, ahead=3.8),
}
#: For people: where the log-odds of their share begin, and how much steeper they are.
PEOPLE = (0.75, 1.3)


def of_text(
    kind: OptionKind, *, words: float, worth: Worth, ahead: float, declared: float = 0.0
) -> float:
    """Return the chance, 0 to 1, that a card or a piece of past work is the right one.

    `words` is its BM25, `ahead` its lead in score; `declared` is the share of the work at hand
    that it names itself as being for.
    """
    curve = CURVES[kind]
    said = min(1.0, words / worth.utmost) if worth.utmost > 0 else 0.0
    odds = curve.base + curve.said * log_odds(said) + curve.ahead * ahead
    odds += curve.length * log(max(worth.terms, 1))
    return 1.0 - (1.0 - _chance(odds)) * (1.0 - DECLARED * declared)


def of_person(share: float) -> float:
    """Return the chance, 0 to 1, that somebody with this share of the work nearby can help."""
    base, slope = PEOPLE
    return _chance(base + slope * log_odds(min(1.0, max(0.0, share))))


def log_odds(share: float) -> float:
    """Return how a share of 0 to 1 goes into a curve: small shares are told well apart."""
    return log((share + _EDGE) / (1.0 + _EDGE - share))


def _chance(odds: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))
