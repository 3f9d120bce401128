"""Dora leads, and gets the few cues that fit now; whoever they are about can read them too."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from journeywork.activities import actions as activities
from journeywork.coaching import cue_queries as queries
from journeywork.coaching import cueing
from journeywork.coaching.models import CueRow
from journeywork.debriefs import actions as debriefs
from journeywork.engine.activities import UNGUIDED, ActivityKind
from journeywork.engine.cues import CueKind
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.kernel import audit, looks
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from journeywork.people import leading
from journeywork.people import queries as persons
from journeywork.support import actions as support
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.rooms.assigning import running


def event(cast: Cast, type: str, number: int, at: datetime, who: Person | None = None) -> WorkEvent:
    return WorkEvent(
        source="git",
        id=f"{number}/{type}/{at.isoformat()}",
        type=type,
        at=at,
        subject=f"payments#{number}",
        by=(who or cast.ana).id,
        title=f"Fee of invoice {number}",
        place="payments",
        check="ledger" if type == "check.failed" else "",
    )


def done(*events: WorkEvent, at: datetime) -> None:
    work.accept(events, by=None, at=at)
    while work.digest(at=at):
        pass


def failing(cast: Cast, at: datetime, number: int = 1, who: Person | None = None) -> None:
    """A check of Ana's work has failed four times this morning."""
    fails = [
        event(cast, "check.failed", number, at - timedelta(minutes=10 * n), who)
        for n in (4, 3, 2, 1)
    ]
    done(event(cast, "change.proposed", number, at - timedelta(hours=1), who), *fails, at=at)


def settled(cast: Cast, at: datetime) -> None:
    """Everybody has been here for long, so that nobody is new."""
    from journeywork.people.models import PersonRow

    PersonRow.objects.update(joined_at=at - timedelta(days=300))


@pytest.fixture(autouse=True)
def _settled(cast: Cast, at: datetime) -> None:
    settled(cast, at)


def open_for(person: Person, at: datetime) -> list[tuple[CueKind, UUID | None, str]]:
    return [(one.kind, one.about, one.title) for one in queries.open_cues(person.id, at=at)]


def test_a_check_that_failed_four_times_gives_whoever_leads_a_cue(cast: Cast, at: datetime) -> None:
    failing(cast, at)
    assert cueing.look_around(at=at) == 1
    assert open_for(cast.dora, at) == [(CueKind.CHECK, cast.ana.id, "Fee of invoice 1")]
    assert cueing.look_around(at=at + timedelta(hours=1)) == 0


def test_who_leads_nobody_gets_none_and_reads_none(cast: Cast, at: datetime) -> None:
    failing(cast, at)
    cueing.look_around(at=at)
    for other in (cast.ana, cast.ben, cast.cleo, cast.emil):
        assert queries.open_cues(other.id, at=at) == ()
    with within(cast.other_org):
        assert cueing.look_around(at=at) == 0
        assert queries.open_cues(cast.dora.id, at=at) == ()


def test_whoever_it_is_about_reads_what_was_said_to_whom(cast: Cast, at: datetime) -> None:
    failing(cast, at)
    cueing.look_around(at=at)
    [shown] = queries.about(cast.ana.id)
    assert (shown.lead, shown.says, shown.seen) == (
        cast.dora.id,
        "Checks of this work have failed 4 times",
        False,
    )
    cueing.seen(lead=cast.dora.id, at=at)
    assert [one.seen for one in queries.about(cast.ana.id)] == [True]
    assert [(one.by, one.what) for one in looks.looks(cast.ana.id)] == [(cast.dora.id, "cue")]
    for other in (cast.ben, cast.cleo, cast.dora):
        assert queries.about(other.id) == ()


def test_cues_take_their_place_in_the_one_budget_of_attention(cast: Cast, at: datetime) -> None:
    for number, who in enumerate((cast.ana, cast.ben), start=1):
        failing(cast, at, number, who)
    support.set_policy(by=None, at=at, per_day=1)
    assert cueing.look_around(at=at) == 1
    assert cueing.look_around(at=at + timedelta(hours=2)) == 0
    assert cueing.look_around(at=at + timedelta(days=1)) == 1


def test_a_day_that_is_full_of_offers_has_no_cue(cast: Cast, at: datetime) -> None:
    failing(cast, at)
    support.set_policy(by=None, at=at, per_day=0)
    assert cueing.look_around(at=at) == 0


def test_nothing_comes_outside_of_hours_nor_in_a_pause(cast: Cast, at: datetime) -> None:
    failing(cast, at)
    assert cueing.look_around(at=at + timedelta(hours=11)) == 0
    people.pause(person_id=cast.dora.id, until=at.date() + timedelta(days=2), by=None, at=at)
    assert cueing.look_around(at=at) == 0


def test_not_useful_lowers_it_and_is_kept_from_whoever_it_is_about(
    cast: Cast, at: datetime
) -> None:
    failing(cast, at)
    cueing.look_around(at=at)
    [cue] = queries.open_cues(cast.dora.id, at=at)
    cueing.answer(cue_id=cue.id, says=cueing.NOT_USEFUL, by=cast.dora.id, at=at)
    assert queries.open_cues(cast.dora.id, at=at) == ()
    later = at + timedelta(days=1)
    failing(cast, later, 2, cast.ben)
    assert cueing.look_around(at=later) == 0  # Quiet for fourteen days.
    assert not hasattr(queries.about(cast.ana.id)[0], "answer")
    assert "not useful" not in str(persons.my_data(cast.ana.id)["coaching_cue"])
    assert "not useful" in str(persons.my_data(cast.dora.id)["coaching_cue"])


def test_only_the_lead_answers_and_only_what_there_is_to_answer(cast: Cast, at: datetime) -> None:
    failing(cast, at)
    cueing.look_around(at=at)
    [cue] = queries.open_cues(cast.dora.id, at=at)
    with pytest.raises(NotFound):
        cueing.answer(cue_id=cue.id, says=cueing.STEPPED_IN, by=cast.ana.id, at=at)
    with pytest.raises(Invalid):
        cueing.answer(cue_id=cue.id, says="fire them", by=cast.dora.id, at=at)
    cueing.answer(cue_id=cue.id, says=cueing.STEPPED_BACK, by=cast.dora.id, at=at)


def test_somebody_new_is_a_cue_where_others_were_before(cast: Cast, at: datetime) -> None:
    nora = people.add_person(
        name="Nora", email="nora@fairwater.example", teams=(cast.payments.id,), by=None, at=at
    )
    assert cueing.look_around(at=at) == 1
    assert open_for(cast.dora, at) == [(CueKind.NEWCOMER, nora.id, "")]


def test_where_all_are_new_nobody_is(cast: Cast, at: datetime) -> None:
    from journeywork.people.models import PersonRow

    PersonRow.objects.update(joined_at=at - timedelta(days=3))
    assert cueing.look_around(at=at) == 0


def test_a_stretch_that_begins_today_is_a_cue_without_its_title(cast: Cast, at: datetime) -> None:
    running(cast, at)
    assert cueing.look_around(at=at) == 1
    assert open_for(cast.dora, at) == [(CueKind.STRETCH, cast.ana.id, "")]


def test_a_team_of_five_without_a_debrief_is_spoken_of_as_a_whole(cast: Cast, at: datetime) -> None:
    for n in range(3):
        people.add_person(
            name=f"P{n}", email=f"p{n}@x.example", teams=(cast.payments.id,), by=None, at=at
        )
    settled(cast, at)
    for n in range(6):
        opened = event(cast, "change.proposed", n, at - timedelta(days=2))
        done(opened, replace(opened, id=f"{n}/m", type="change.merged"), at=at)
    assert cueing.look_around(at=at) == 1
    assert open_for(cast.dora, at) == [(CueKind.DEBRIEF, None, "Payments")]
    [cue] = queries.open_cues(cast.dora.id, at=at)
    assert cue.says == "Nobody has had a debrief so far, and 6 pieces of work are finished"


def test_what_people_wrote_for_themselves_changes_no_cue(cast: Cast, at: datetime) -> None:
    """Ana despairs in her reflection, and in a debrief: the cues stay those of the work."""
    failing(cast, at)
    made = activities.open_activity(
        kind=ActivityKind.MENTORING,
        title="First weeks",
        guide=UNGUIDED,
        participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
        by=cast.ben.id,
        at=at,
    )
    activities.write_reflection(
        activity_id=made.id, stage="", question="", text="I despair.", by=cast.ana.id, at=at
    )
    debrief = debriefs.open_debrief(
        title="Fee", people_ids=[cast.ben.id], named=True, ends_at=at + timedelta(days=2),
        by=cast.ana.id, at=at,
    )  # fmt: skip
    said = {"happened": "I despair."}
    debriefs.write(debrief_id=debrief.id, by=cast.ana.id, answers=said, at=at)
    from journeywork.coaching.sights import sights_of

    dora = persons.person(cast.dora.id)
    with_it = sights_of([dora], at=at)
    assert "despair" not in str(with_it)
    from journeywork.activities.models import ReflectionRow
    from journeywork.debriefs.models import ContributionRow
    from journeywork.kernel.reader import reading_as

    with reading_as(cast.ana.id):
        ReflectionRow.objects.all().delete()
        ContributionRow.objects.all().delete()
    assert sights_of([dora], at=at) == with_it


def test_no_fact_and_no_line_of_the_audit_log_tells_of_a_cue(cast: Cast, at: datetime) -> None:
    failing(cast, at)
    cueing.look_around(at=at)
    cueing.seen(lead=cast.dora.id, at=at)
    assert CueRow.objects.count() == 1
    assert [line.verb for line in audit.lines(limit=200) if "cue" in line.verb] == []


def test_lead_and_member_are_found_by_team_and_by_reporting_line(cast: Cast) -> None:
    assert leading.are_lead_and_member(cast.ana, cast.dora) == cast.dora
    assert leading.are_lead_and_member(cast.dora, cast.ana) == cast.dora
    assert leading.are_lead_and_member(cast.ana, cast.ben) is None
    assert leading.are_lead_and_member(cast.cleo, cast.dora) is None
