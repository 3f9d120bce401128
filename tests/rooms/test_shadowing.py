"""Watching each other work: offers and requests, times that suit both, steps, notes, the end."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from journeywork import flow
from journeywork.activities import actions as activities
from journeywork.activities import queries as together
from journeywork.engine.activities import ActivityState
from journeywork.engine.shadowing import LADDER, Mode, Visit
from journeywork.engine.sharing import Audience, AudienceKind
from journeywork.kernel import reactions
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.knowledge import actions as knowledge
from journeywork.people import actions as people
from journeywork.shadowing import actions, queries
from tests.conftest import Cast
from tests.rooms.shadowing import TITLE, agreed, asked, month_ends, offered, visiting

DAY = timedelta(days=1)


def turn(at: datetime) -> None:
    """What the worker does with all that has happened, twice over."""
    for fact in PublishedFact.objects.order_by("id").values_list("id", flat=True):
        for _again in range(2):
            reactions.turn(fact, flow.REACTIONS, at=at)


def test_an_offer_is_found_by_its_words_and_topics(cast: Cast, at: datetime) -> None:
    found = offered(cast, at, about="On the last working day", topics=("#Ledger", " month end "))
    assert (found.topics, found.modes, found.is_open) == (("ledger", "month end"), LADDER, True)
    for words in ("month", "CLOSE last", "#ledger", "ledger close"):
        assert queries.offers(text=words) == (found,)
    assert queries.offers(topic="month end") == (found,)
    assert queries.topics() == ("ledger", "month end")
    assert queries.offers(text="zeppelin") == queries.offers(topic="month") == ()
    actions.close_offer(offer_id=found.id, by=cast.ben.id, at=at)
    assert queries.offers() == ()


def test_a_request_is_seen_by_those_of_whom_it_is_asked(cast: Cast, at: datetime) -> None:
    anyone = asked(cast, at)
    bens = asked(cast, at, to_person=cast.ben.id)
    payments = asked(cast, at, to_team=cast.payments.id)

    def seen(key: str) -> set[UUID]:
        reader = getattr(cast, key)
        listed = {one.id for one in queries.requests(reader=reader)}
        for one in (anyone, bens, payments):
            if one.id in listed:
                assert queries.request(one.id, reader=reader) == one
            else:
                with pytest.raises(NotFound):
                    queries.request(one.id, reader=reader)
        return listed

    assert seen("ana") == seen("ben") == {anyone.id, bens.id, payments.id}
    assert seen("dora") == {anyone.id, payments.id}
    assert seen("cleo") == seen("emil") == {anyone.id}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "zeppelin"}, "kind"),
        ({"visitors": 0}, "visitors"),
        ({"visitors": 6}, "visitors"),
        ({"modes": ()}, "modes"),
        ({"topics": [str(n) for n in range(11)]}, "topics"),
        ({"about": "x" * 4001}, "about"),
    ],
)
def test_what_does_not_fit_is_named(
    cast: Cast, at: datetime, more: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        offered(cast, at, **more)
    assert list(refused.value.faults) == [field]


def test_what_fits_is_told_to_both_once(cast: Cast, at: datetime) -> None:
    wish = asked(cast, at)
    found = offered(cast, at)
    turn(at)
    assert [(one.thing, one.title, one.says) for one in queries.told(cast.ana.id)] == [
        (found.id, TITLE, "both name: ledger")
    ]
    (bens,) = queries.told(cast.ben.id)
    assert (bens.thing, bens.title) == (wish.id, wish.title)
    assert queries.told(cast.cleo.id) == ()
    actions.put_away(told_id=bens.id, by=cast.ben.id)
    actions.tell_fits(at=at + DAY, offer_id=found.id)
    assert queries.told(cast.ben.id) == ()
    with pytest.raises(NotFound):
        actions.put_away(told_id=queries.told(cast.ana.id)[0].id, by=cast.cleo.id)
    actions.close_request(request_id=wish.id, by=cast.ana.id, at=at)
    assert queries.told(cast.ana.id) == ()


def test_an_offer_takes_so_many_visitors_and_no_more(cast: Cast, at: datetime) -> None:
    visit = visiting(cast, at)
    assert visit.offer
    with pytest.raises(Invalid):
        actions.come(offer_id=visit.offer, by=cast.cleo.id, at=at)
    with pytest.raises(Invalid):
        actions.come(offer_id=visit.offer, by=cast.ben.id, at=at)
    activities.end(activity_id=visit.id, by=cast.ana.id, at=at)
    turn(at)
    assert actions.come(offer_id=visit.offer, by=cast.cleo.id, at=at).visitor == cast.cleo.id


def test_a_visit_is_for_its_two_alone(cast: Cast, at: datetime) -> None:
    visit = visiting(cast, at)
    for reader in (cast.ana, cast.ben):
        assert queries.visit(visit.id, reader=reader.id).id == visit.id
    for other in (cast.cleo, cast.dora, cast.emil):
        with pytest.raises(NotFound):
            queries.visit(visit.id, reader=other.id)
        assert queries.visits(reader=other.id) == ()
        for act in (actions.find_times, actions.ready, actions.look_for):
            more = {"ready": True} if act is actions.ready else {}
            more |= {"says": "x"} if act is actions.look_for else {}
            with pytest.raises(NotFound):
                act(visit_id=visit.id, by=other.id, at=at, **more)  # type: ignore[operator]


def test_whoever_is_asked_invites(cast: Cast, at: datetime) -> None:
    wish = asked(cast, at, to_person=cast.ben.id)
    with pytest.raises(NotFound):
        actions.invite(request_id=wish.id, by=cast.cleo.id, at=at)
    visit = actions.invite(request_id=wish.id, by=cast.ben.id, at=at)
    assert (visit.host, visit.visitor, visit.aims) == (cast.ben.id, cast.ana.id, wish.aims)
    with pytest.raises(Invalid):
        actions.invite(request_id=wish.id, by=cast.ben.id, at=at)


def test_both_agree_and_it_stands_in_both_calendars(cast: Cast, at: datetime) -> None:
    visit = visiting(cast, at)
    found = actions.find_times(visit_id=visit.id, by=cast.ana.id, at=at).slots
    assert [f"{one.starts:%a %H:%M}" for one in found] == [
        *("Tue 12:00", "Wed 14:00", "Thu 11:00", "Fri 15:00")
    ]
    once = actions.agree(visit_id=visit.id, slot_id=found[1].id, by=cast.ana.id, at=at)
    assert together.check_ins([visit.id]) == ()
    assert [one.yes for one in once.slots] == [set(), {cast.ana.id}, set(), set()]
    both = actions.agree(visit_id=visit.id, slot_id=found[1].id, by=cast.ben.id, at=at)
    assert both.slots == ()
    (met,) = together.check_ins([visit.id])
    assert (met.at, met.ends) == (found[1].starts, found[1].ends)


def test_times_leave_out_what_both_have_already(cast: Cast, at: datetime) -> None:
    first = agreed(cast, at)
    (met,) = together.check_ins([first.id])
    busy = (met.at + DAY - timedelta(hours=4), met.at + DAY + timedelta(hours=5))
    actions.set_busy(person_id=cast.ana.id, busy=[busy], at=at)
    off = (at + 2 * DAY).date()
    people.add_days_off(person_id=cast.ben.id, first=off, last=off, by=None, at=at)
    second = visiting(cast, at)
    found = actions.find_times(visit_id=second.id, by=cast.ben.id, at=at).slots
    # Today they meet already, tomorrow Ana is busy until the evening, then Ben has a day off.
    assert [f"{one.starts:%a %H:%M}" for one in found] == [
        *("Tue 13:00", "Fri 14:00", "Mon 11:00", "Tue 15:00")
    ]
    with pytest.raises(Invalid):
        actions.suggest(visit_id=second.id, starts=met.at, by=cast.ana.id, at=at)
    free = datetime.combine(found[1].starts.date(), time(9), UTC)
    own = actions.suggest(visit_id=second.id, starts=free, by=cast.ana.id, at=at)
    assert [one.yes for one in own.slots if one.starts == free] == [{cast.ana.id}]


def test_a_time_that_suits_no_more_is_not_agreed_to(cast: Cast, at: datetime) -> None:
    visit = visiting(cast, at)
    slot = actions.find_times(visit_id=visit.id, by=cast.ana.id, at=at).slots[0]
    actions.agree(visit_id=visit.id, slot_id=slot.id, by=cast.ana.id, at=at)
    actions.set_busy(person_id=cast.ana.id, busy=[(slot.starts, slot.ends)], at=at)
    with pytest.raises(Invalid):
        actions.agree(visit_id=visit.id, slot_id=slot.id, by=cast.ben.id, at=at)
    assert together.check_ins([visit.id]) == ()


def test_moving_keeps_it_until_both_agree_anew(cast: Cast, at: datetime) -> None:
    visit = agreed(cast, at)
    (met,) = together.check_ins([visit.id])
    seeking = actions.move(visit_id=visit.id, check_in_id=met.id, by=cast.ben.id, at=at)
    assert together.check_ins([visit.id]) == (met,)
    slot = seeking.slots[1]
    for person in (cast.ben, cast.ana):
        actions.agree(visit_id=visit.id, slot_id=slot.id, by=person.id, at=at)
    (moved,) = together.check_ins([visit.id])
    assert (moved.id, moved.at, moved.moved) == (met.id, slot.starts, 1)
    actions.cancel(visit_id=visit.id, check_in_id=met.id, by=cast.ana.id, at=at)
    assert queries.visit(visit.id, reader=cast.ana.id).runs


def test_a_pause_takes_what_was_agreed_away_and_asks_nothing(cast: Cast, at: datetime) -> None:
    visit = agreed(cast, at)
    activities.pause(activity_id=visit.id, until=None, by=cast.ana.id, at=at)
    assert together.check_ins([visit.id]) == ()
    with pytest.raises(Invalid):
        actions.find_times(visit_id=visit.id, by=cast.ben.id, at=at)
    activities.resume(activity_id=visit.id, by=cast.ben.id, at=at)
    assert actions.find_times(visit_id=visit.id, by=cast.ben.id, at=at).slots


def test_steps_are_taken_together_and_written_down(cast: Cast, at: datetime) -> None:
    visit = visiting(cast, at)

    def ready(key: str) -> Visit:
        by = getattr(cast, key).id
        return actions.ready(visit_id=visit.id, ready=True, by=by, at=at)

    def step(mode: Mode, key: str, day: int) -> Visit:
        by = getattr(cast, key).id
        return actions.step(visit_id=visit.id, mode=mode, by=by, at=at + day * DAY)

    ready("ana")
    with pytest.raises(Invalid):
        step(Mode.BRIEFED, "ana", 1)
    assert ready("ben").suggested is Mode.BRIEFED
    with pytest.raises(Invalid):
        step(Mode.PARTS, "ben", 1)
    step(Mode.BRIEFED, "ana", 1)
    last = step(Mode.OBSERVE, "ben", 2)
    assert [(one.mode, one.by, one.at) for one in last.log] == [
        (Mode.OBSERVE, cast.ana.id, at),
        (Mode.BRIEFED, cast.ana.id, at + DAY),
        (Mode.OBSERVE, cast.ben.id, at + 2 * DAY),
    ]


def test_what_the_host_could_show_is_theirs_until_they_show_it(cast: Cast, at: datetime) -> None:
    month_ends(cast, at)
    card = knowledge.draft(
        title="Count the ledger", body="Twice.", topics=("ledger",), by=cast.ben.id, at=at
    )
    knowledge.publish_card(card_id=card.id, by=cast.ben.id, at=at)
    visit = visiting(cast, at)
    turn(at)
    bens = queries.visit(visit.id, reader=cast.ben.id).look_fors
    assert [(one.says, one.shown) for one in bens] == [
        ("when you stop and check", True),
        ("How do they get “ledger” to pass?", False),
        ("What happens between a check that fails and a check that passes?", False),
        ("What happens between proposing the change and a check that fails?", False),
        ("Where does it go otherwise than “Count the ledger” says, and why?", False),
    ]
    anas = queries.visit(visit.id, reader=cast.ana.id).look_fors
    assert [one.says for one in anas] == ["when you stop and check"]
    with pytest.raises(NotFound):
        actions.drop_look_for(visit_id=visit.id, look_for_id=bens[1].id, by=cast.ana.id)
    shown = "How do I get “ledger” to pass?"
    actions.change_look_for(visit_id=visit.id, look_for_id=bens[1].id, says=shown, by=cast.ben.id)
    assert shown in [one.says for one in queries.visit(visit.id, reader=cast.ana.id).look_fors]


def test_a_note_is_kept_once_however_often_it_is_sent(cast: Cast, at: datetime) -> None:
    visit, key = visiting(cast, at), uuid4()

    def sent(by: UUID = cast.ana.id, day: int = 1) -> UUID | None:
        now = at + day * DAY
        return actions.note(
            visit_id=visit.id,
            key=key,
            text="She counts first",
            by=by,
            at=now,
            written_at=at + DAY / 2,
        )

    first = sent()
    # The control: the same words under another key are another note.
    again = actions.note(
        visit_id=visit.id,
        key=uuid4(),
        text="She counts first",
        by=cast.ana.id,
        at=at + DAY,
        written_at=at + DAY / 2,
    )
    assert again not in (None, first)
    assert again
    activities.delete_reflection(reflection_id=again, by=cast.ana.id, at=at + DAY)
    activities.end(activity_id=visit.id, by=cast.ben.id, at=at + DAY)
    assert sent(day=2) == first
    assert sent(by=cast.ben.id) != first
    (anas,) = together.reflections(visit.id, reader=cast.ana, at=at + 2 * DAY)
    assert (anas.text, anas.at, anas.is_private) == ("She counts first", at + DAY / 2, True)
    assert first
    activities.delete_reflection(reflection_id=first, by=cast.ana.id, at=at + 2 * DAY)
    assert sent(day=3) is None
    with pytest.raises(NotFound):
        sent(by=cast.cleo.id)


def test_the_database_shows_nobody_who_noted_what(cast: Cast, at: datetime) -> None:
    visit = visiting(cast, at)
    actions.note(
        visit_id=visit.id, key=uuid4(), text="canary", by=cast.ana.id, at=at, written_at=at
    )

    def rows(reader: UUID | str) -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('journeywork.reader', %s, true)", [str(reader)])
            found = []
            for table in ("shadowing_note", "activities_reflection"):
                cursor.execute(f"select count(*) from {table}")
                found.append(cursor.fetchone()[0])
        return found[0], found[1]

    assert rows("") == rows(cast.ben.id) == rows(cast.emil.id) == (0, 0)
    assert rows(cast.ana.id) == (1, 1)


def test_both_reflect_and_share_when_they_like(cast: Cast, at: datetime) -> None:
    visit = visiting(cast, at)
    written = activities.write_reflection(
        activity_id=visit.id,
        stage="after-host",
        question="learned",
        text="I skip the count",
        by=cast.ben.id,
        at=at,
    )
    assert together.reflections(visit.id, reader=cast.ana, at=at) == ()
    audience = Audience(kind=AudienceKind.PARTICIPANTS)
    activities.share_reflection(reflection_id=written.id, audience=audience, by=cast.ben.id, at=at)
    assert [one.text for one in together.reflections(visit.id, reader=cast.ana, at=at)] == [
        "I skip the count"
    ]


@pytest.mark.parametrize("way", ["end", "leave", "left"])
def test_it_ends_without_a_reason_and_whoever_gave_time_is_thanked(
    cast: Cast, at: datetime, way: str
) -> None:
    visit = agreed(cast, at)
    later = at + 7 * DAY
    if way == "end":
        activities.end(activity_id=visit.id, by=cast.ana.id, at=later)
    elif way == "leave":
        activities.leave(activity_id=visit.id, person_id=cast.ana.id, by=cast.ana.id, at=later)
    else:
        people.deactivate(person_id=cast.ana.id, by=None, at=later)
    turn(later)
    turn(later)
    assert together.activity_of(visit.id).state is ActivityState.ENDED
    assert not queries.visit(visit.id, reader=cast.ben.id).runs
    assert [(one.kind, one.thing) for one in queries.told(cast.ben.id)] == [("thanks", visit.id)]
    assert queries.told(cast.ana.id) == ()


def test_who_never_met_is_thanked_for_nothing(cast: Cast, at: datetime) -> None:
    visit = agreed(cast, at)
    activities.end(activity_id=visit.id, by=cast.ana.id, at=at)
    turn(at)
    assert queries.told(cast.ben.id) == ()


def test_reverse_shadowing_has_words_of_its_own_and_thanks_the_senior(
    cast: Cast, at: datetime
) -> None:
    visit = agreed(cast, at, reverse=True)
    assert together.activity_of(visit.id).guide.key == "reverse"
    assert together.activity_of(visiting(cast, at).id).guide.key != "reverse"
    later = at + 7 * DAY
    activities.end(activity_id=visit.id, by=cast.ben.id, at=later)
    turn(later)
    assert [one.kind for one in queries.told(cast.ana.id)] == ["thanks"]


def test_who_leaves_offers_and_asks_nothing_more(cast: Cast, at: datetime) -> None:
    offered(cast, at, by=cast.ana.id)
    asked(cast, at)
    people.deactivate(person_id=cast.ana.id, by=None, at=at)
    turn(at)
    assert queries.offers() == queries.requests(reader=cast.ben) == ()
