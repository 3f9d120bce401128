"""What follows facts of work, cards, people and answers."""

from journeywork.feedback import actions as feedback
from journeywork.feedback.facts import OfferAnswered, OptionAnswered
from journeywork.kernel import clock
from journeywork.kernel.facts import Fact
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import queries as cards
from journeywork.knowledge.facts import (
    CardsChanged,
)
from journeywork.moments import actions as moments
from journeywork.people import actions as people
from journeywork.people.facts import PersonInvited, PersonLeft
from journeywork.subscriptions import actions as subscriptions
from journeywork.support import actions as support
from journeywork.support.facts import OfferExpired
from journeywork.work import actions as work
from journeywork.work.facts import AuthorNamed, HistoryHandedOver


def welcome(fact: Fact) -> None:
    """Somebody may sign in from now on -> a letter says so, where mail works."""
    assert isinstance(fact, PersonInvited)
    people.welcome(person_id=fact.person)


def find_new_owners(fact: Fact) -> None:
    """Somebody left -> their cards get new owners."""
    assert isinstance(fact, PersonLeft)
    knowledge.reassign_cards_of(person_id=fact.person, at=fact.at, by=fact.by)


def hand_over_history(fact: Fact) -> None:
    """Somebody said who is meant by a name in the work -> that history becomes theirs."""
    assert isinstance(fact, AuthorNamed)
    work.hand_over(author=fact.author, at=fact.at)


def learn_again(fact: Fact) -> None:
    """Events turned out to be somebody's -> what people have done is learnt anew."""
    assert isinstance(fact, HistoryHandedOver)
    moments.relearn()


def tell_of_changed_cards(fact: Fact) -> None:
    """A card says something else -> whoever comes back to the work it is for will hear."""
    assert isinstance(fact, CardsChanged)
    for card in cards.cards_by_id(fact.cards, at=fact.at).values():
        moments.note_change(card=card.id, title=card.title, applies_to=card.applies_to, at=fact.at)
        if fact.by:
            support.saw(person_id=fact.by, option_id=card.id, at=fact.at)


def let_pass(fact: Fact) -> None:
    """Nobody answered an offer -> it counts as ignored, which teaches a little."""
    assert isinstance(fact, OfferExpired)
    feedback.ignore(offer_id=fact.offer, at=fact.at)


def learn(fact: Fact) -> None:
    """Somebody answered -> the card, the trigger and the record of help learn from it."""
    assert isinstance(fact, OfferAnswered | OptionAnswered)
    feedback.teach(fact)


def tell_other_systems(fact: Fact) -> None:
    """Something happened that others may know of -> systems that asked for it are told."""
    subscriptions.tell(fact, at=clock.now())
