"""What follows facts of programmes and rounds, for whoever takes part in them."""

from journeywork.kernel.facts import Fact
from journeywork.mentoring import enrolling, introducing
from journeywork.mentoring.facts import MatchBegan, RoundPublished
from journeywork.people.facts import PersonLeft


def leave_programmes(fact: Fact) -> None:
    """Somebody left -> they take part in no programme any more, and their places are free."""
    assert isinstance(fact, PersonLeft)
    enrolling.leave_all(person_id=fact.person, at=fact.at)


def introduce(fact: Fact) -> None:
    """Some are together from now on -> a letter to each, by their role."""
    assert isinstance(fact, MatchBegan)
    introducing.introduce(match_id=fact.match, at=fact.at)


def tell_of_round(fact: Fact) -> None:
    """A round is published -> those who are asked, and those who have nobody, are told."""
    assert isinstance(fact, RoundPublished)
    introducing.round_published(round_id=fact.round, at=fact.at)
