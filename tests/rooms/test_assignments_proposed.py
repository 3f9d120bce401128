"""A colleague proposes a piece of work: what was proposed before, and a no, are told to nobody."""

from datetime import datetime
from typing import Any

from journeywork.assignments import actions, queries
from journeywork.engine.people import Person
from tests.conftest import Cast
from tests.rooms.assigning import coming, happen, history, piece


def by_hand(cast: Cast, at: datetime, by: Person, says: str) -> tuple[str, ...]:
    """Propose the piece to Ana; return what of it stands before her then."""
    said: dict[str, Any] = {"episode_id": piece().uuid, "skill": "", "says": says}
    actions.propose_to(person_id=cast.ana.id, by=by.id, at=at, **said)
    return tuple(one.says for one in queries.proposals(cast.ana.id, at=at))


def test_who_proposes_is_not_told_what_was_proposed_before(cast: Cast, at: datetime) -> None:
    happen(coming(cast, at), at=at)
    assert by_hand(cast, at, cast.ben, "First") == ("First",)
    assert by_hand(cast, at, cast.ben, "In better words") == ("In better words",)
    assert by_hand(cast, at, cast.dora, "Another") == ("In better words",)
    (found,) = queries.proposals(cast.ana.id, at=at)
    actions.decline(proposal_id=found.id, by=cast.ana.id, at=at)
    # A no stands, whoever proposes it anew; and they are told as little.
    assert by_hand(cast, at, cast.dora, "Please") == ()
    assert by_hand(cast, at, cast.ben, "Please") == ()


def test_a_colleagues_words_take_the_place_of_the_works(cast: Cast, at: datetime) -> None:
    history(cast, at)
    actions.propose(happen(coming(cast, at, to=cast.ana), at=at), at=at)
    (of_itself,) = queries.proposals(cast.ana.id, at=at)
    assert by_hand(cast, at, cast.ben, "Yours, I think") == ("Yours, I think",)
    (found,) = queries.proposals(cast.ana.id, at=at)
    assert (of_itself.by, found.by, found.id == of_itself.id) == (None, cast.ben.id, True)


def test_what_was_let_go_can_be_proposed_anew(cast: Cast, at: datetime) -> None:
    happen(coming(cast, at), at=at)
    assert by_hand(cast, at, cast.ben, "First") == ("First",)
    later = at + queries.PATIENCE
    assert queries.proposals(cast.ana.id, at=later) == ()
    assert by_hand(cast, later, cast.dora, "Still there") == ("Still there",)
