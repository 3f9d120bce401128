"""A match runs: its times, meetings, goals, agenda and notes; and the clock of silence."""

from datetime import date, datetime, timedelta

import pytest

from journeywork import flow
from journeywork.activities import actions as activities
from journeywork.activities import queries as together
from journeywork.engine.activities import ActivityState, CheckInState
from journeywork.engine.lines import MOST, LineKind, of
from journeywork.engine.mentoring import Match
from journeywork.kernel import reactions
from journeywork.kernel.errors import Invalid
from journeywork.kernel.models import PublishedFact
from journeywork.mentoring import letters as post
from journeywork.mentoring import looking_after, queries, running
from journeywork.mentoring.letter_models import LetterRow
from journeywork.mentoring.looking_after import ANSWER_WITHIN, FIRST_WITHIN, SILENCE, LookedAfter
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.rooms.matches import matched
from tests.rooms.test_support_digest import Letters, letters

__all__ = ["letters"]

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOTHING = LookedAfter(reminded=0, asked=0, concluded=0)


@pytest.fixture
def match(cast: Cast, at: datetime) -> Match:
    return matched(cast, at)


def turn(at: datetime) -> None:
    """What the worker does with all that has happened, and with what follows from that."""
    before = 0
    while before < PublishedFact.objects.count():
        before = PublishedFact.objects.count()
        for fact in PublishedFact.objects.order_by("id").values_list("id", flat=True):
            reactions.turn(fact, flow.REACTIONS, at=at)


def again(match: Match, cast: Cast) -> Match:
    return queries.match(match.id, reader=cast.ana.id)


def test_three_times_suit_both_each_on_a_day_of_its_own(
    cast: Cast, at: datetime, match: Match
) -> None:
    found = running.times(match, at=at)
    assert len({starts.date() for starts, _ in found}) == 3
    hours = cast.ana.working_time
    assert [hours.covers(starts) and hours.covers(ends) for starts, ends in found] == [True] * 3


def test_another_time_moves_what_is_planned_and_comes_again(
    cast: Cast, at: datetime, match: Match
) -> None:
    starts = running.times(match, at=at)[2][0]
    running.meet_at(match_id=match.id, starts=starts, by=cast.ana.id, at=at)
    first, second, *_ = together.check_ins([match.id])
    assert (first.at, second.at - first.at) == (starts, timedelta(weeks=2))
    with pytest.raises(Invalid):
        running.meet_at(match_id=match.id, starts=at - DAY, by=cast.ana.id, at=at)
    with pytest.raises(Invalid):
        night = starts.replace(hour=3)
        running.meet_at(match_id=match.id, starts=night, by=cast.ana.id, at=at)


def test_the_first_meeting_is_kept_and_the_guide_goes_on(
    cast: Cast, at: datetime, match: Match
) -> None:
    (first, *_) = together.check_ins([match.id])
    after = first.at + HOUR
    running.met(match_id=match.id, check_in_id=first.id, by=cast.ben.id, at=after)
    found = again(match, cast)
    assert (found.first_met_at, found.last_sign_at) == (first.at, after)
    assert together.activity_of(match.id).stage == "each"
    later = after + 20 * DAY
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=later)
    assert again(match, cast).first_met_at == first.at
    done = [one for one in together.check_ins([match.id]) if one.state is CheckInState.DONE]
    assert len(done) == 2


def test_whoever_says_on_another_page_that_they_met_says_it_here_too(
    cast: Cast, at: datetime, match: Match
) -> None:
    (first, *_) = together.check_ins([match.id])
    activities.answer_check_in(check_in_id=first.id, done=True, by=cast.ana.id, at=first.at)
    turn(first.at)
    assert again(match, cast).first_met_at == first.at


def test_goals_points_and_notes_are_kept_and_ticked_by_either(
    cast: Cast, at: datetime, match: Match
) -> None:
    for kind, text in ((LineKind.GOAL, "Review a design"), (LineKind.POINT, "The ledger")):
        line = running.write(match_id=match.id, kind=kind, text=text, by=cast.ana.id, at=at)
        running.set_done(match_id=match.id, line_id=line.id, done=True, by=cast.ben.id, at=at)
    running.write(match_id=match.id, kind=LineKind.NOTE, text="Read it", by=cast.ben.id, at=at)
    found = running.kept(match.id, reader=cast.ben.id)
    assert [one.text for one in of(LineKind.GOAL, found, done=True)] == ["Review a design"]
    assert [one.done_by for one in of(LineKind.POINT, found, done=True)] == [cast.ben.id]
    assert [one.text for one in of(LineKind.NOTE, found)] == ["Read it"]
    running.set_done(match_id=match.id, line_id=found[0].id, done=False, by=cast.ana.id, at=at)
    after = running.kept(match.id, reader=cast.ana.id)
    assert [one.text for one in of(LineKind.GOAL, after)] == ["Review a design"]


def test_goals_are_few_and_lines_have_words(cast: Cast, at: datetime, match: Match) -> None:
    def write(text: str) -> None:
        running.write(match_id=match.id, kind=LineKind.GOAL, text=text, by=cast.ana.id, at=at)

    with pytest.raises(Invalid):
        write("  ")
    for number in range(MOST[LineKind.GOAL]):
        write(f"Goal {number}")
    with pytest.raises(Invalid, match="5"):
        write("One more")


def test_who_writes_first_is_reminded_once(cast: Cast, at: datetime, match: Match) -> None:
    soon, late = at + FIRST_WITHIN - HOUR, at + FIRST_WITHIN
    assert looking_after.look_after(at=soon) == NOTHING
    assert looking_after.look_after(at=late) == LookedAfter(reminded=1, asked=0, concluded=0)
    assert looking_after.look_after(at=late + DAY) == NOTHING
    assert [row.person for row in LetterRow.objects.filter(kind="hello")] == [cast.ana.id]


def test_after_ninety_days_of_silence_all_are_asked_and_seven_later_it_rests(
    cast: Cast, at: datetime, match: Match
) -> None:
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=at)
    assert looking_after.look_after(at=at + SILENCE - HOUR) == NOTHING
    asked = at + SILENCE
    assert looking_after.look_after(at=asked) == LookedAfter(reminded=0, asked=1, concluded=0)
    waiting = {row.person for row in LetterRow.objects.filter(kind="quiet")}
    assert waiting == {cast.ana.id, cast.ben.id}
    assert looking_after.look_after(at=asked + ANSWER_WITHIN - HOUR) == NOTHING
    over = asked + ANSWER_WITHIN
    assert looking_after.look_after(at=over) == LookedAfter(reminded=0, asked=0, concluded=1)
    assert again(match, cast).ended_at == over
    fact = PublishedFact.objects.get(name="MatchEnded")
    assert fact.content["changes"] == []


def test_a_tap_says_that_it_goes_on(cast: Cast, at: datetime, match: Match) -> None:
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=at)
    asked = at + SILENCE
    looking_after.look_after(at=asked)
    running.still_on(match_id=match.id, by=cast.ben.id, at=asked + DAY)
    assert looking_after.look_after(at=asked + ANSWER_WITHIN + DAY) == NOTHING
    assert again(match, cast).ended_at is None


def test_what_rests_has_no_clock(cast: Cast, at: datetime, match: Match) -> None:
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=at)
    until = date(2026, 6, 20)
    activities.pause(activity_id=match.id, until=until, by=cast.ana.id, at=at)
    assert looking_after.look_after(at=at + SILENCE + DAY) == NOTHING
    back = datetime(2026, 6, 20, 8, tzinfo=at.tzinfo)
    activities.wake(at=back)
    turn(back)
    assert together.activity_of(match.id).state is ActivityState.OPEN
    assert looking_after.look_after(at=back + DAY) == NOTHING


def test_its_time_is_up_unless_they_go_on(cast: Cast, at: datetime, match: Match) -> None:
    ends = at + timedelta(weeks=24)
    running.still_on(match_id=match.id, by=cast.ana.id, at=ends - DAY)
    later = running.go_on(match_id=match.id, by=cast.ana.id, at=ends - DAY)
    assert later == ends + timedelta(weeks=12)
    assert looking_after.look_after(at=ends + HOUR).concluded == 0
    running.still_on(match_id=match.id, by=cast.ana.id, at=later - DAY)
    assert looking_after.look_after(at=later).concluded == 1


def test_case_10_nothing_happened_so_nothing_is_sent(
    cast: Cast, at: datetime, match: Match, letters: Letters
) -> None:
    """Two who meet and write get no mail of it, hour by hour for three weeks."""
    for hours in range(0, 21 * 24, 6):
        looking_after.look_after(at=at + hours * HOUR)
        post.send_letters(at=at + hours * HOUR, may_reach=lambda _person: True)
    running.write(match_id=match.id, kind=LineKind.NOTE, text="Met", by=cast.ana.id, at=at)
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=at)
    post.send_letters(at=at, may_reach=lambda _person: True)
    assert letters.kept == []


def test_case_10_no_letter_leaves_at_three_in_the_morning(
    cast: Cast, at: datetime, letters: Letters
) -> None:
    people.change_person(person_id=cast.ana.id, zone_name="Asia/Tokyo", by=cast.ana.id, at=at)
    matched(cast, at)
    looking_after.look_after(at=at + FIRST_WITHIN)

    def send(when: datetime) -> int:
        return post.send_letters(at=when, may_reach=lambda _person: True)

    night, morning = (
        datetime(2026, 4, 1, 18, tzinfo=at.tzinfo),
        datetime(2026, 4, 2, 1, tzinfo=at.tzinfo),
    )
    assert send(night) == 0, "three in the morning in Tokyo"
    assert post.send_letters(at=morning, may_reach=lambda _person: False) == 0
    assert [send(morning), send(morning + HOUR)] == [1, 0]
    (letter,) = letters.kept
    assert letter["Subject"] == "A line to Ben?"


def test_a_letter_about_silence_is_not_sent_once_somebody_has_answered(
    cast: Cast, at: datetime, match: Match, letters: Letters
) -> None:
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=at)
    asked = at + SILENCE
    looking_after.look_after(at=asked)
    running.still_on(match_id=match.id, by=cast.ben.id, at=asked)
    monday = datetime(2026, 6, 8, 10, tzinfo=at.tzinfo)
    assert post.send_letters(at=monday, may_reach=lambda _person: True) == 0
    assert letters.kept == []
