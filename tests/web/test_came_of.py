"""What came of each rule is told, and never about fewer than five people."""

from datetime import datetime, timedelta

from journeywork.engine.feedback import ResponseKind
from journeywork.feedback import actions as feedback
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.web.administration import came_of
from tests.conftest import Cast
from tests.rooms.test_support import card, considered, moment


def test_a_rule_tells_what_came_of_it_among_five_people_at_least(cast: Cast, at: datetime) -> None:
    card(cast, at)
    indexing.rebuild()
    finn = people.add_person(name="Finn", email="finn@fairwater.example", by=None, at=at)
    staff = [cast.ana, cast.cleo, cast.dora, cast.emil, finn]
    told = []
    for person in staff:
        (made,) = considered(moment(cast, at, person=person.id), at=at)
        feedback.respond(offer_id=made.id, by=person.id, kind=ResponseKind.HELPED, at=at)
        told.append(came_of.by_rule(at=at + timedelta(hours=1)))
    assert told[:4] == [{}] * 4
    assert told[4] == {"first_area": ["offered 5 times", "It helped: 5"]}
    assert came_of.by_rule(at=at + timedelta(weeks=5)) == {}
