"""What somebody wants to learn is theirs until they share it; a journal is nobody else's ever.

The second half tries the database itself, in plain SQL as the application's role.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from journeywork.engine.people import Person
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.engine.stances import Stance
from journeywork.engine.to_learn import MOST_OPEN, EntryState
from journeywork.growth import actions, queries
from journeywork.growth.models import EntryRow, JournalRow
from journeywork.kernel import audit, looks
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.reader import authors, reading_as
from journeywork.people import actions as people
from journeywork.people import queries as persons
from journeywork.support import actions as support
from journeywork.support import queries as support_queries
from tests.conftest import Cast
from tests.rooms.debriefing import every_row

WISH, WHY = "read a balance sheet", "I was afraid to ask"
DIARY = "I was wrong about the ledger, and nobody noticed."
EPISODE = UUID(int=77)


@pytest.fixture
def wish(cast: Cast, at: datetime) -> UUID:
    return actions.add(line=WISH, skill="accounting", why=WHY, by=cast.ana.id, at=at).id


def everybody(cast: Cast) -> tuple[Person, ...]:
    return (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil)


def readers(cast: Cast, at: datetime) -> list[str]:
    """Return who of the others reads Ana's wish, through the room."""
    return [
        person.key
        for person in everybody(cast)
        if any(each.line == WISH for each in queries.shared_with(person, at=at))
    ]


def audiences(cast: Cast) -> dict[str, Audience]:
    return {
        "nobody": ONLY_ME,
        "ben": Audience(kind=AudienceKind.PERSON, person=cast.ben.id),
        "cleo": Audience(kind=AudienceKind.PERSON, person=cast.cleo.id),
        "payments": Audience(kind=AudienceKind.TEAM, team=cast.payments.id),
        "everyone": Audience(kind=AudienceKind.EVERYONE),
    }


WHO = {
    "nobody": [],
    "ben": ["ben"],
    "cleo": ["cleo"],
    "payments": ["ben", "dora"],
    "everyone": ["ben", "cleo", "dora", "emil"],
}


def share(cast: Cast, wish: UUID, audience: Audience, at: datetime) -> None:
    actions.share(entry_id=wish, audience=audience, by=cast.ana.id, at=at)


def lines(cast: Cast, at: datetime) -> list[str]:
    return [each.entry.line for each in queries.open_wishes(cast.ana.id)]


def test_one_line_is_enough_and_the_list_keeps_its_order(cast: Cast, at: datetime) -> None:
    ids = {
        line: actions.add(line=line, by=cast.ana.id, at=at).id for line in ("one", "two", "three")
    }
    assert lines(cast, at) == ["one", "two", "three"]
    actions.move(entry_id=ids["three"], places=-2, by=cast.ana.id)
    assert lines(cast, at) == ["three", "one", "two"]
    actions.move(entry_id=ids["three"], places=1, by=cast.ana.id)
    assert lines(cast, at) == ["one", "three", "two"]
    actions.close(entry_id=ids["one"], state=EntryState.DROPPED, by=cast.ana.id, at=at)
    assert lines(cast, at) == ["three", "two"]


def test_what_is_done_is_asked_about_once(cast: Cast, wish: UUID, at: datetime) -> None:
    by = cast.ana.id
    with pytest.raises(Invalid):
        actions.say_how(entry_id=wish, how="early", by=by)
    assert actions.close(entry_id=wish, state=EntryState.DONE, by=by, at=at).asks_how
    said = actions.say_how(entry_id=wish, how="Ben showed me one", by=by)
    assert (said.learned, said.asks_how) == ("Ben showed me one", False)
    assert actions.say_how(entry_id=wish, how="", by=by).asks_how is False
    assert actions.open_again(entry_id=wish, by=by, at=at).learned is None
    assert lines(cast, at) == [WISH]


def test_what_is_amiss_is_said_by_field(cast: Cast, wish: UUID, at: datetime) -> None:
    for field, text in (("line", " "), ("line", "x" * 201), ("skill", "x" * 101)):
        with pytest.raises(Invalid) as caught:
            actions.add(**({"line": "x", field: text}), by=cast.ana.id, at=at)
        assert list(caught.value.faults) == [field]
    for _ in range(MOST_OPEN - 1):
        actions.add(line="more", by=cast.ana.id, at=at)
    with pytest.raises(Invalid, match="line"):
        actions.add(line="too much", by=cast.ana.id, at=at)


def test_it_is_written_anew_and_what_is_left_out_stays(
    cast: Cast, wish: UUID, at: datetime
) -> None:
    day = date(2026, 4, 1)
    anew = actions.change(entry_id=wish, line="read two", by_when=day, by=cast.ana.id, at=at)
    assert (anew.line, anew.skill, anew.why, anew.by_when) == ("read two", "accounting", WHY, day)
    assert actions.change(entry_id=wish, by_when=None, by=cast.ana.id, at=at).by_when is None


def test_only_whom_the_author_names_reads_it(cast: Cast, wish: UUID, at: datetime) -> None:
    seen = {}
    for name, audience in audiences(cast).items():
        share(cast, wish, audience, at)
        seen[name] = readers(cast, at)
    assert seen == WHO
    share(cast, wish, ONLY_ME, at)
    assert readers(cast, at) == []


def test_its_author_sees_who_read_it(cast: Cast, wish: UUID, at: datetime) -> None:
    share(cast, wish, audiences(cast)["ben"], at)
    readers(cast, at)
    assert [(each.by, each.what) for each in looks.looks(cast.ana.id)] == [
        (cast.ben.id, "to_learn")
    ]


def test_sharing_is_written_down_without_its_words(cast: Cast, wish: UUID, at: datetime) -> None:
    share(cast, wish, audiences(cast)["payments"], at)
    line = audit.lines(limit=1)[0]
    assert (line.verb, line.object) == ("to_learn.shared", f"to_learn:{wish}")
    assert WISH not in json.dumps(line.detail, default=str)
    with pytest.raises(Invalid):
        share(cast, wish, Audience(kind=AudienceKind.PERSON, person=cast.outsider.id), at)


def test_nobody_else_changes_ends_moves_shares_or_deletes_it(
    cast: Cast, wish: UUID, at: datetime
) -> None:
    share(cast, wish, Audience(kind=AudienceKind.EVERYONE), at)
    for other in (cast.ben, cast.dora, cast.emil):
        for act in refused(wish, other.id, at):
            with pytest.raises(NotFound):
                act()
    assert readers(cast, at) == WHO["everyone"]


def refused(wish: UUID, by: UUID, at: datetime) -> list[Callable[[], object]]:
    """Return everything that somebody may try with another's entry."""
    one, when = {"entry_id": wish, "by": by}, {"at": at}
    return [
        lambda: actions.change(line="no", **one, **when),
        lambda: actions.close(state=EntryState.DONE, **one, **when),
        lambda: actions.open_again(**one, **when),
        lambda: actions.move(places=1, **one),
        lambda: actions.share(audience=ONLY_ME, **one, **when),
        lambda: actions.delete(**one, **when),
    ]


def test_a_facts_table_tells_nothing_of_a_wish(cast: Cast, wish: UUID, at: datetime) -> None:
    share(cast, wish, Audience(kind=AudienceKind.EVERYONE), at)
    said = json.dumps(list(PublishedFact.objects.values("content")), default=str)
    assert str(wish) in said
    assert WISH not in said


def test_a_journal_is_written_found_changed_and_torn_out(cast: Cast, at: datetime) -> None:
    by, day = cast.ana.id, at.date()
    actions.write(text=DIARY, day=day, by=by, at=at)
    second = actions.write(text="A *quiet* day", day=day - timedelta(days=1), by=by, at=at)
    assert [each.text for each in queries.pages(by)] == [DIARY, "A *quiet* day"]
    assert [each.text for each in queries.pages(by, wanted="LEDGER wrong")] == [DIARY]
    assert queries.pages(by, before=(day, UUID(int=2**128 - 1)), limit=1)[0].text == DIARY
    actions.rewrite(page_id=second.id, text="Loud", day=day, by=by, at=at)
    assert queries.page(second.id, author=by).text == "Loud"
    actions.tear_out(page_id=second.id, by=by)
    assert [each.text for each in queries.pages(by)] == [DIARY]


def test_a_journal_is_nobody_elses(cast: Cast, at: datetime) -> None:
    mine = actions.write(text=DIARY, day=at.date(), by=cast.ana.id, at=at)
    for other in (cast.ben, cast.cleo, cast.dora, cast.emil):
        assert queries.pages(other.id) == ()
        for act in (
            lambda by=other.id: queries.page(mine.id, author=by),
            lambda by=other.id: actions.tear_out(page_id=mine.id, by=by),
            lambda by=other.id: actions.rewrite(
                page_id=mine.id, text="x", day=at.date(), by=by, at=at
            ),
        ):
            with pytest.raises(NotFound):
                act()
    with pytest.raises(Invalid):
        actions.write(text="x", day=at.date(), episode=EPISODE, by=cast.ana.id, at=at)


def test_writing_a_journal_and_choosing_a_stance_leave_no_trace(cast: Cast, at: datetime) -> None:
    def traces() -> tuple[int, int]:
        return audit.head()[0], PublishedFact.objects.count()

    before = traces()
    actions.write(text=DIARY, day=at.date(), by=cast.ana.id, at=at)
    choose(cast, Stance.DEVELOPMENT, at)
    assert traces() == before


def choose(cast: Cast, stance: Stance | None, at: datetime) -> None:
    mine = {"person_id": cast.ana.id, "episode_id": EPISODE, "by": cast.ana.id, "at": at}
    support.choose_stance(stance=stance, **mine)


def test_a_stance_is_chosen_changed_and_taken_back(cast: Cast, at: datetime) -> None:
    seen = []
    for stance in (Stance.COMPLETION, Stance.DEVELOPMENT, None):
        choose(cast, stance, at)
        seen.append(support_queries.stances(cast.ana.id, since=at))
    assert seen == [{EPISODE: Stance.COMPLETION}, {EPISODE: Stance.DEVELOPMENT}, {}]
    choose(cast, Stance.PERFORMANCE, at)
    assert support_queries.stances(cast.ben.id, since=at) == {}
    both = support_queries.stances_to(EPISODE, people=[cast.ana.id, cast.ben.id])
    assert both == {cast.ana.id: Stance.PERFORMANCE}


# What is taken out, what is erased


def test_all_of_it_is_in_ones_own_data_and_in_nobody_elses(
    cast: Cast, wish: UUID, at: datetime
) -> None:
    share(cast, wish, Audience(kind=AudienceKind.EVERYONE), at)
    actions.write(text=DIARY, day=at.date(), by=cast.ana.id, at=at)
    choose(cast, Stance.DEVELOPMENT, at)
    told = {one.key: json.dumps(persons.my_data(one.id), default=str) for one in everybody(cast)}
    for words in (WISH, WHY, DIARY, "development"):
        assert [key for key, text in told.items() if words in text] == ["ana"], words


def test_all_of_it_goes_with_its_author(cast: Cast, wish: UUID, at: datetime) -> None:
    actions.write(text=DIARY, day=at.date(), by=cast.ana.id, at=at)
    choose(cast, Stance.DEVELOPMENT, at)
    kept = actions.add(line="stays", by=cast.ben.id, at=at)
    people.erase(person_id=cast.ana.id, by=None, at=at)
    assert (authors(EntryRow), authors(JournalRow)) == ([cast.ben.id], [])
    assert queries.wish(kept.id, author=cast.ben.id).entry.line == "stays"


def test_words_lie_sealed(cast: Cast, wish: UUID, at: datetime) -> None:
    actions.write(text=DIARY, day=at.date(), by=cast.ana.id, at=at)
    every = "\n".join(row for rows in every_row(cast.ana.id).values() for row in rows)
    assert [words for words in (WISH, WHY, "accounting", DIARY) if words in every] == []
    assert str(wish) in every  # The control: the rows themselves were read.


# The wall in the database

TABLES = ("growth_entry", "growth_find", "growth_journal", "support_stance")


def raw(table: str, reader: UUID | None = None) -> int:
    """Count a table's rows in plain SQL, as the application does, for `reader`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('journeywork.reader', %s, true)", [str(reader or "")])
        cursor.execute(f"select count(*) from {table}")
        found: int = cursor.fetchone()[0]
        cursor.execute("select set_config('journeywork.reader', '', true)")
    return found


def fill(cast: Cast, wish: UUID, at: datetime) -> None:
    """Put a row of Ana's into each of the private tables."""
    actions.write(text=DIARY, day=at.date(), by=cast.ana.id, at=at)
    choose(cast, Stance.DEVELOPMENT, at)
    from journeywork.growth.models import FindRow

    with reading_as(cast.ana.id):
        FindRow.objects.create(
            author=cast.ana.id, entry=wish, kind="card", thing=EPISODE, title="A", fit=0.5, at=at
        )


def test_the_wall_shows_each_their_own(cast: Cast, wish: UUID, at: datetime) -> None:
    fill(cast, wish, at)
    for table in TABLES:
        assert raw(table) == 0, table
        counts = {one.key: raw(table, one.id) for one in everybody(cast)}
        assert counts == {"ana": 1, "ben": 0, "cleo": 0, "dora": 0, "emil": 0}, table


def test_the_wall_repeats_the_rule_of_sharing_and_for_wishes_alone(
    cast: Cast, wish: UUID, at: datetime
) -> None:
    fill(cast, wish, at)
    seen: dict[str, Any] = {}
    for name, audience in audiences(cast).items():
        share(cast, wish, audience, at)
        seen[name] = [one.key for one in everybody(cast)[1:] if raw("growth_entry", one.id) == 1]
        others = {raw(table, one.id) for table in TABLES[1:] for one in everybody(cast)[1:]}
        assert others == {0}
    assert seen == WHO
