"""Debriefs that are held live: who may do what, what is kept, and what nobody can find in it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from journeywork.activities import actions as activities
from journeywork.debriefs import actions, boards, live_reading, queries
from journeywork.debriefs.models import LIVE, DebriefRow
from journeywork.engine.debriefs import Debrief, DebriefState
from journeywork.engine.live_boards import VOTES
from journeywork.engine.people import Person
from journeywork.kernel import erasure
from journeywork.kernel.errors import Denied, Invalid, NotFound
from tests.conftest import Cast
from tests.rooms.debriefing import canary, every_row, opened, opened_rows, team_of

CardRow, ChangeRow = LIVE


def key(person: Person) -> str:
    return f"browser of {person.key}"


def held(cast: Cast, at: datetime, *, named: bool = False) -> Debrief:
    """A live debrief in which all four are here."""
    debrief = opened(cast, at, named=named, live=True)
    for person in team_of(cast):
        actions.come(debrief_id=debrief.id, by=person.id, key=key(person))
    return debrief


def put_up(debrief: Debrief, person: Person, text: str = "", question: str = "happened") -> UUID:
    return actions.write_card(
        debrief_id=debrief.id,
        question=question,
        text=text or canary(person),
        by=person.id,
        key=key(person),
    )


def vote(debrief: Debrief, person: Person, card: UUID, *, up: bool = True) -> None:
    actions.vote(debrief_id=debrief.id, card_id=card, up=up, by=person.id, key=key(person))


def seen(debrief: Debrief, person: Person, with_key: str | None = None) -> live_reading.Live:
    found = queries.look(debrief.id, reader=person.id)
    given = key(person) if with_key is None else with_key
    return live_reading.live(found, reader=person.id, key=given)


def leader(cast: Cast, debrief: Debrief) -> Person:
    return next(one for one in team_of(cast) if one.id == debrief.facilitator)


@pytest.mark.parametrize("named", [True, False])
def test_cards_appear_for_all_at_once_and_are_kept(cast: Cast, at: datetime, named: bool) -> None:
    debrief = held(cast, at, named=named)
    first, second = put_up(debrief, cast.ana), put_up(debrief, cast.ben)
    actions.group(debrief_id=debrief.id, card_id=first, by=cast.dora.id, name="The fee")
    [group] = seen(debrief, cast.emil).board.groups
    actions.group(debrief_id=debrief.id, card_id=second, by=cast.dora.id, into=group)
    actions.rename(debrief_id=debrief.id, group_id=group, name="The fee, twice", by=cast.ana.id)
    vote(debrief, cast.dora, second)
    vote(debrief, cast.emil, second)
    actions.finish(debrief_id=debrief.id, by=leader(cast, debrief).id, at=at)
    found = queries.answers(debrief.id, reader=cast.dora.id)
    assert [(one.text, one.heading, one.votes) for one in found] == [
        (canary(cast.ben), "The fee, twice", 2),
        (canary(cast.ana), "The fee, twice", 0),
    ]
    assert {one.author for one in found} == ({cast.ana.id, cast.ben.id} if named else {None})
    state = queries.debrief(debrief.id, reader=cast.ana.id).state
    assert (state, ChangeRow.objects.count()) == (DebriefState.REVEALED, 0)


def test_everybody_has_five_votes(cast: Cast, at: datetime) -> None:
    debrief = held(cast, at)
    card = put_up(debrief, cast.ana)
    for _ in range(VOTES):
        vote(debrief, cast.ben, card)
    with pytest.raises(Invalid):
        vote(debrief, cast.ben, card)
    vote(debrief, cast.ben, card, up=False)
    own = seen(debrief, cast.ben)
    assert (own.left, own.given, own.board.cards[card].votes) == (1, {card: 4}, 4)
    assert seen(debrief, cast.ana).given == {}


def test_without_names_three_must_be_here(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, live=True)
    for person in (cast.ana, cast.ben):
        actions.come(debrief_id=debrief.id, by=person.id, key=key(person))
        with pytest.raises(Invalid):
            put_up(debrief, cast.ana)
    actions.come(debrief_id=debrief.id, by=cast.dora.id, key=key(cast.dora))
    put_up(debrief, cast.ana)
    with pytest.raises(Invalid):  # Emil has not said that he is here.
        put_up(debrief, cast.emil)


def test_who_leaves_is_here_no_more(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, live=True)
    for person in (cast.ana, cast.ben, cast.dora):
        actions.come(debrief_id=debrief.id, by=person.id, key=key(person))
    activities.leave(activity_id=debrief.id, person_id=cast.dora.id, by=cast.dora.id, at=at)
    with pytest.raises(Invalid):
        put_up(debrief, cast.ana)


def test_a_second_browser_has_no_votes_of_its_own(cast: Cast, at: datetime) -> None:
    debrief = held(cast, at)
    card = put_up(debrief, cast.ben)
    for stranger in ("another browser", ""):
        with pytest.raises(Invalid):
            actions.vote(debrief_id=debrief.id, card_id=card, up=True, by=cast.ana.id, key=stranger)
    with pytest.raises(Invalid):
        actions.come(debrief_id=debrief.id, by=cast.ana.id, key="another browser")
    found = seen(debrief, cast.ana, "another browser")
    assert (found.is_here, found.elsewhere, found.own) == (False, True, frozenset())


@pytest.mark.parametrize("named", [True, False])
def test_a_card_is_taken_back_by_its_writer_and_taken_away_by_who_leads(
    cast: Cast, at: datetime, named: bool
) -> None:
    debrief = held(cast, at, named=named)
    leads = leader(cast, debrief)
    writer, other = [one for one in team_of(cast) if one != leads][:2]
    mine, away = put_up(debrief, writer), put_up(debrief, writer, "another")
    assert seen(debrief, writer).own == {mine, away}
    assert seen(debrief, other).own == frozenset()

    def take(card: UUID, who: Person) -> None:
        actions.take_card(debrief_id=debrief.id, card_id=card, by=who.id, at=at, key=key(who))

    with pytest.raises(Denied):
        take(mine, other)
    take(mine, writer)
    take(away, leads)
    assert seen(debrief, other).board.cards == {}


def test_how_it_is_held_is_changed_while_nobody_has_written(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at)
    leads = leader(cast, debrief).id
    other = next(one.id for one in team_of(cast) if one.id != leads)
    with pytest.raises(Denied):
        actions.switch(debrief_id=debrief.id, live=True, by=other, at=at)
    assert actions.switch(debrief_id=debrief.id, live=True, by=leads, at=at).live
    assert not actions.switch(debrief_id=debrief.id, live=False, by=leads, at=at).live
    actions.write(debrief_id=debrief.id, by=other, answers={}, at=at, key="k")
    with pytest.raises(Invalid):
        actions.switch(debrief_id=debrief.id, live=True, by=leads, at=at)


def test_a_live_debrief_is_written_on_its_board_alone(cast: Cast, at: datetime) -> None:
    debrief = held(cast, at)
    with pytest.raises(Invalid):
        actions.write(debrief_id=debrief.id, by=cast.ana.id, answers={}, at=at, key="k")
    alone = opened(cast, at)
    with pytest.raises(Invalid):
        put_up(alone, cast.ana)


def test_who_takes_no_part_finds_nothing_and_changes_nothing(cast: Cast, at: datetime) -> None:
    debrief = held(cast, at)
    card = put_up(debrief, cast.ana)
    with pytest.raises(NotFound):
        put_up(debrief, cast.cleo)
    with pytest.raises(NotFound):
        vote(debrief, cast.cleo, card)
    assert cast.cleo.id not in live_reading.heard(debrief.id).people


def test_the_time_ends_it_and_a_board_without_cards_waits(cast: Cast, at: datetime) -> None:
    full, empty = held(cast, at), held(cast, at)
    put_up(full, cast.ana)
    assert actions.reveal_due(at=at + timedelta(days=4)) == 1
    states = [queries.debrief(one.id, reader=cast.ana.id).state for one in (full, empty)]
    assert states == [DebriefState.REVEALED, DebriefState.WRITING]


def test_closing_leaves_nothing(cast: Cast, at: datetime) -> None:
    debrief = held(cast, at)
    put_up(debrief, cast.ana)
    actions.close(debrief_id=debrief.id, by=leader(cast, debrief).id, at=at)
    assert (ChangeRow.objects.count(), CardRow.objects.count()) == (0, 0)
    assert DebriefRow.objects.get(id=debrief.id).box == ""


def test_changes_are_numbered_without_a_gap(cast: Cast, at: datetime) -> None:
    debrief = held(cast, at)
    cards = [put_up(debrief, person) for person in team_of(cast)]
    vote(debrief, cast.ana, cards[0])
    with pytest.raises(Invalid):
        actions.group(debrief_id=debrief.id, card_id=UUID(int=1), by=cast.ana.id, name="x")
    actions.group(debrief_id=debrief.id, card_id=cards[1], by=cast.ana.id, name="x")
    assert [number for number, _ in boards.changes(debrief.id)] == list(range(1, 8))
    heard = live_reading.heard(debrief.id, after=5)
    assert [(n, told["kind"]) for n, told in heard.changes] == [(6, "named"), (7, "moved")]


def links(cast: Cast, writer: Person) -> list[str]:
    """Return the rows that hold a writer and their text, to whoever may read any row."""
    everybody = [one.id for one in team_of(cast)]
    return [
        row
        for row in opened_rows(*everybody)
        if canary(writer) in row and str(writer.id) in row and row.count("canary of") == 1
    ]


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("named", [True, False])
def test_the_search_finds_the_writer_where_there_are_names_and_only_there(
    cast: Cast, at: datetime, named: bool, over: bool
) -> None:
    debrief = held(cast, at, named=named)
    for person in team_of(cast):
        card = put_up(debrief, person)
        vote(debrief, person, card)
    if over:
        actions.finish(debrief_id=debrief.id, by=leader(cast, debrief).id, at=at)
    assert [bool(links(cast, one)) for one in (cast.ana, cast.ben)] == [named, named]


def test_writing_and_voting_without_names_change_the_box_and_the_board_alone(
    cast: Cast, at: datetime
) -> None:
    """No fact, no job, no line in the audit log, no look; and no column that has a time."""
    debrief = held(cast, at)
    before = every_row()
    card = put_up(debrief, cast.ana)
    vote(debrief, cast.ana, card)
    actions.group(debrief_id=debrief.id, card_id=card, by=cast.ana.id, name="x")
    after = every_row()
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"debriefs_debrief", "debriefs_change"}
    assert [str(one.id) in row for one in team_of(cast) for row in after["debriefs_change"]] == (
        [False] * 4 * 4
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "select data_type from information_schema.columns "
            "where table_name in ('debriefs_change', 'debriefs_card')"
        )
        assert {row[0] for row in cursor.fetchall()} == {
            *("uuid", "integer", "text", "character varying"),
        }


def test_votes_lie_in_the_box_and_nobody_stands_beside_them(cast: Cast, at: datetime) -> None:
    debrief = held(cast, at)
    card = put_up(debrief, cast.ana)
    vote(debrief, cast.ben, card)
    told = str(live_reading.heard(debrief.id))
    assert (str(cast.ben.id) in told.split("changes=")[1], "mark" in told) == (False, False)
    actions.finish(debrief_id=debrief.id, by=leader(cast, debrief).id, at=at)
    assert DebriefRow.objects.get(id=debrief.id).box == ""


def test_cards_lie_in_the_order_that_was_drawn(cast: Cast, at: datetime) -> None:
    debrief = held(cast, at)
    ids = [put_up(debrief, person) for person in team_of(cast)]
    drawn: list[int] = []

    def draw(below: int) -> int:
        drawn.append(below)
        return 0

    actions.finish(debrief_id=debrief.id, by=leader(cast, debrief).id, at=at, draw=draw)
    with connection.cursor() as cursor:
        cursor.execute("select id, author, xmin::text from debriefs_card order by ctid")
        rows = cursor.fetchall()
    assert drawn == [4, 3, 2]
    assert ({row[1] for row in rows}, len({row[2] for row in rows})) == ({None}, 1)
    assert {row[0] for row in rows} & set(ids) == set()  # Not even the identifiers stay.


def test_an_export_holds_what_one_put_up_with_names_and_nothing_without(
    cast: Cast, at: datetime
) -> None:
    for named in (True, False):
        debrief = held(cast, at, named=named)
        put_up(debrief, cast.ana, f"named {named}")
        actions.finish(debrief_id=debrief.id, by=leader(cast, debrief).id, at=at)
    taken = str(erasure.collect(cast.ana.id))
    assert ("named True" in taken, "named False" in taken) == (True, False)
