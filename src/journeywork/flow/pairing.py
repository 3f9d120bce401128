"""What follows in mentoring: rounds are matched and begun, and what came apart is put right."""

from journeywork.kernel.facts import Fact
from journeywork.mentoring import healing, staging
from journeywork.mentoring.facts import (
    Enrolled,
    MatchEnded,
    PairDeclined,
    ProgrammeOpened,
    RoundAsked,
    RoundConfirmed,
    Unenrolled,
)


def match_round(fact: Fact) -> None:
    """A round is asked for -> the worker matches it."""
    assert isinstance(fact, RoundAsked)
    staging.queue(staging.STAGE, fact.round)


def begin_round(fact: Fact) -> None:
    """A round is confirmed -> its pairs begin."""
    assert isinstance(fact, RoundConfirmed)
    staging.queue(staging.PUBLISH, fact.round)


def find_somebody_else(fact: Fact) -> None:
    """Somebody has nobody any more -> they are given their next wish, or the best there is."""
    assert isinstance(fact, MatchEnded | PairDeclined)
    people = fact.changes if isinstance(fact, MatchEnded) else fact.people
    if isinstance(fact, PairDeclined) and fact.by:
        people = (*people, fact.by)
    healing.look_again(programme_id=fact.programme, people=people, at=fact.at)


def find_somebody(fact: Fact) -> None:
    """Somebody takes part from now on -> they are matched at once where people come one by one."""
    assert isinstance(fact, Enrolled)
    healing.joined(programme_id=fact.programme)


def find_for_everybody(fact: Fact) -> None:
    """A programme opens -> whoever takes part already is matched where people come one by one."""
    assert isinstance(fact, ProgrammeOpened)
    healing.joined(programme_id=fact.programme)


def put_round_right(fact: Fact) -> None:
    """Somebody takes part no more, or pauses -> the round that waits changes as little as can be."""
    assert isinstance(fact, Unenrolled)
    healing.queue(fact.programme)
