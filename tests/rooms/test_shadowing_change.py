"""An offer to be watched is said anew: by its host alone, and what was told of it follows."""

from datetime import datetime
from typing import Any

import pytest

from journeywork.engine.shadowing import LADDER, Mode, ShadowOffer
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.shadowing import actions, queries
from tests.conftest import Cast
from tests.rooms.shadowing import TITLE, asked, offered, visiting
from tests.rooms.test_shadowing import turn


def changed(found: ShadowOffer, at: datetime, **more: Any) -> ShadowOffer:
    """Its host says an offer anew, the same but for `more`."""
    fields: dict[str, Any] = {
        "title": found.title,
        "about": found.about,
        "kind": found.kind,
        "topics": found.topics,
        "visitors": found.visitors,
        "modes": found.modes,
        "reverse": found.reverse,
        "by": found.host,
    }
    return actions.change_offer(offer_id=found.id, at=at, **(fields | more))


def test_everything_of_it_can_be_said_anew(cast: Cast, at: datetime) -> None:
    found = offered(cast, at)
    after = changed(
        found,
        at,
        title=" Close the quarter ",
        about="The first Monday",
        kind="case",
        topics=("#Quarter", "ledger", "quarter"),
        visitors=3,
        modes=(Mode.PARTS, Mode.OBSERVE),
        reverse=True,
    )
    assert after == queries.offer(found.id)
    assert (after.title, after.about, after.kind) == (
        "Close the quarter",
        "The first Monday",
        "case",
    )
    assert (after.topics, after.visitors, after.reverse) == (("quarter", "ledger"), 3, True)
    assert after.modes == (Mode.OBSERVE, Mode.PARTS)
    assert (after.id, after.host, after.at) == (found.id, found.host, found.at)
    facts = PublishedFact.objects.filter(name="ShadowingOfferChanged")
    assert [str(fact.content["offer"]) for fact in facts] == [str(found.id)]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"about": "x" * 4001}, "about"),
        ({"kind": "circus"}, "kind"),
        ({"topics": ("x" * 61,)}, "topics"),
        ({"visitors": 6}, "visitors"),
        ({"modes": ()}, "modes"),
    ],
)
def test_what_is_amiss_is_named_and_nothing_is_kept(
    cast: Cast, at: datetime, more: dict[str, Any], field: str
) -> None:
    found = offered(cast, at)
    with pytest.raises(Invalid) as refused:
        changed(found, at, **({"title": "Something else"} | more))
    assert list(refused.value.faults) == [field]
    assert queries.offer(found.id) == found


def test_only_its_host_can_and_not_once_it_is_taken_back(cast: Cast, at: datetime) -> None:
    found = offered(cast, at)
    for other in (cast.ana, cast.dora, cast.emil, cast.cleo):
        with pytest.raises(NotFound):
            changed(found, at, title="Mine", by=other.id)
    actions.close_offer(offer_id=found.id, by=cast.ben.id, at=at)
    with pytest.raises(Invalid):
        changed(found, at, title="Again")
    assert queries.offer(found.id).title == TITLE


def test_a_visit_that_has_begun_goes_on_as_it_began(cast: Cast, at: datetime) -> None:
    visit = visiting(cast, at)
    assert visit.offer
    changed(queries.offer(visit.offer), at, title="Close the year", modes=(Mode.OBSERVE,))
    after = queries.visit(visit.id, reader=cast.ana.id)
    assert (after.title, after.ladder.modes) == (TITLE, LADDER)


def told(cast: Cast) -> dict[str, list[str]]:
    return {one.key: [each.title for each in queries.told(one.id)] for one in (cast.ana, cast.ben)}


def test_what_was_told_of_it_follows(cast: Cast, at: datetime) -> None:
    """A new title is told, what fits no more is told no more, and what fits again is."""
    wish, found = asked(cast, at), offered(cast, at)
    turn(at)
    assert told(cast) == {"ana": [TITLE], "ben": [wish.title]}
    changed(found, at, title="Close the year")
    assert told(cast) == {"ana": ["Close the year"], "ben": [wish.title]}
    changed(found, at, title="Feed the lathe", topics=("lathes",))
    assert told(cast) == {"ana": [], "ben": []}
    changed(found, at)
    turn(at)
    assert told(cast) == {"ana": [TITLE], "ben": [wish.title]}


def test_what_was_put_away_is_not_told_again(cast: Cast, at: datetime) -> None:
    asked(cast, at)
    found = offered(cast, at)
    turn(at)
    (anas,) = queries.told(cast.ana.id)
    actions.put_away(told_id=anas.id, by=cast.ana.id)
    changed(found, at, topics=("lathes",), title="Feed the lathe")
    changed(found, at)
    turn(at)
    assert told(cast)["ana"] == []


def test_an_offer_that_is_full_is_still_told(cast: Cast, at: datetime) -> None:
    """Being full is no reason to take back what was told: it will be open again."""
    found = offered(cast, at)
    asked(cast, at)
    turn(at)
    actions.come(offer_id=found.id, by=cast.cleo.id, at=at)
    changed(found, at, about="The first Monday")
    assert told(cast)["ana"] == [TITLE]
