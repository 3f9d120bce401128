"""Themes across debriefs, made once a week; and debriefs that an assignment's last stage proposes."""

from datetime import datetime, timedelta

from journeywork.activities import actions as activities
from journeywork.activities import guides_kept
from journeywork.debriefs import actions, queries, theming
from journeywork.engine.activities import Activity, ActivityKind
from journeywork.engine.debrief_triggers import Trigger
from tests.conftest import Cast
from tests.rooms.debriefing import opened, team_of, write


def hold(cast: Cast, at: datetime, said: str, *, named: bool = False, live: bool = False) -> None:
    """A debrief of five, in which each says the same."""
    five = (*team_of(cast), cast.cleo)
    debrief = opened(cast, at, named=named, live=live, people_ids=[one.id for one in five])
    if not live:
        for person in five:
            write(debrief, person, at, happened=said)
        return
    for person in five:
        actions.come(debrief_id=debrief.id, by=person.id, key=person.key)
    actions.write_card(
        debrief_id=debrief.id, question="worked", text=said, by=cast.ana.id, key="ana"
    )
    assert debrief.facilitator
    actions.finish(debrief_id=debrief.id, by=debrief.facilitator, at=at)


def test_what_comes_up_in_five_debriefs_of_any_kind_is_told(cast: Cast, at: datetime) -> None:
    for named, live in ((True, False), (False, False), (True, True), (False, True)):
        hold(cast, at, "Ana missed the handover", named=named, live=live)
    later = at + timedelta(days=7)
    actions.find_themes(at=later)
    assert theming.newest()[1] == ()  # Four are too few.
    hold(cast, at, "Ben, the handover", named=True)
    assert actions.find_themes(at=later) == 0  # This week's are made.
    assert actions.find_themes(at=later + timedelta(days=7)) == 1
    week, found = theming.newest()
    assert [(one.text, one.debriefs) for one in found] == [("handover", 5)]
    assert week == datetime(2026, 3, 23, tzinfo=at.tzinfo)


def test_what_was_revealed_this_week_is_told_next_week(cast: Cast, at: datetime) -> None:
    for _ in range(5):
        hold(cast, at, "The handover")
    assert actions.find_themes(at=at + timedelta(hours=1)) == 0
    assert actions.find_themes(at=at + timedelta(days=7)) == 1


def test_what_is_not_revealed_is_not_read(cast: Cast, at: datetime) -> None:
    for _ in range(6):
        write(opened(cast, at), cast.ana, at, happened="The handover")
    assert actions.find_themes(at=at + timedelta(days=7)) == 0


def assignment(cast: Cast, at: datetime) -> tuple[Activity, list[str]]:
    guide = guides_kept.fitting(ActivityKind.ASSIGNMENT)
    stages = [one.key for one in guide.guide.stages]
    made = activities.open_activity(
        kind=ActivityKind.ASSIGNMENT,
        title="Move the ledger",
        guide=guide.name,
        participants={cast.ana.id: "learner", cast.ben.id: "mentor"},
        stage=stages[0],
        by=cast.dora.id,
        at=at,
    )
    return made, stages


def test_an_assignment_that_is_over_proposes_a_debrief_once(cast: Cast, at: datetime) -> None:
    made, stages = assignment(cast, at)
    activities.move_on(activity_id=made.id, stage=stages[-1], by=None, at=at)
    told = [actions.propose_stage(activity_id=made.id, at=at) for _ in range(2)]
    assert told == [True, False]
    [ask] = queries.waiting_for(cast.ana.id, at=at)
    assert (ask.says, len(queries.waiting_for(cast.ben.id, at=at))) == (
        "The stretch assignment “Move the ledger” is over", 1,
    )  # fmt: skip
    debrief = opened(cast, at, named=True, by=cast.ana.id, proposal_id=ask.thing)
    assert (debrief.trigger, debrief.episode) == (Trigger.STAGE, None)
