"""A reflection belongs to its author: private until shared, and every reading of it is seen.

The second half tries the database itself, in plain SQL as the application's role: what the code
might forget, the wall does not.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from journeywork.activities import actions, queries
from journeywork.activities.models import ReflectionRow
from journeywork.engine.activities import UNGUIDED, Activity, ActivityKind
from journeywork.engine.people import Person
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.kernel import audit, looks, sealed
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.reader import authors, reading_as
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from journeywork.people import queries as persons
from tests.conftest import Cast

WORDS = "I was afraid to ask about the ledger"


@pytest.fixture
def together(cast: Cast, at: datetime) -> Activity:
    """Ana and Ben take part; Dora leads their team, Cleo and Emil have nothing to do with it."""
    return actions.open_activity(
        kind=ActivityKind.MENTORING,
        title="First weeks",
        guide=UNGUIDED,
        participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
        by=cast.ana.id,
        at=at,
    )


@pytest.fixture
def written(cast: Cast, together: Activity, at: datetime) -> UUID:
    return actions.write_reflection(
        activity_id=together.id,
        stage="start",
        question="hardest",
        text=WORDS,
        by=cast.ana.id,
        at=at,
    ).id


def everybody(cast: Cast) -> tuple[Person, ...]:
    return (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil)


def readers(cast: Cast, activity: Activity, at: datetime) -> list[str]:
    """Return who reads Ana's reflection, through the room."""
    return [
        person.key
        for person in everybody(cast)
        if any(
            each.text == WORDS for each in queries.reflections(activity.id, reader=person, at=at)
        )
    ]


def audiences(cast: Cast) -> dict[str, Audience]:
    return {
        "nobody": ONLY_ME,
        "ben": Audience(kind=AudienceKind.PERSON, person=cast.ben.id),
        "cleo": Audience(kind=AudienceKind.PERSON, person=cast.cleo.id),
        "those who take part": Audience(kind=AudienceKind.PARTICIPANTS),
        "payments": Audience(kind=AudienceKind.TEAM, team=cast.payments.id),
        "support": Audience(kind=AudienceKind.TEAM, team=cast.support.id),
        "everyone": Audience(kind=AudienceKind.EVERYONE),
    }


WHO = {
    "nobody": ["ana"],
    "ben": ["ana", "ben"],
    "cleo": ["ana", "cleo"],
    "those who take part": ["ana", "ben"],
    "payments": ["ana", "ben", "dora"],
    "support": ["ana", "cleo"],
    "everyone": ["ana", "ben", "cleo", "dora", "emil"],
}


def share(cast: Cast, reflection: UUID, audience: Audience, at: datetime) -> None:
    actions.share_reflection(reflection_id=reflection, audience=audience, by=cast.ana.id, at=at)


def test_only_whom_the_author_names_reads_it(
    cast: Cast, together: Activity, written: UUID, at: datetime
) -> None:
    seen = {}
    for name, audience in audiences(cast).items():
        share(cast, written, audience, at)
        seen[name] = readers(cast, together, at)
    assert seen == WHO
    actions.unshare_reflection(reflection_id=written, by=cast.ana.id, at=at)
    assert readers(cast, together, at) == ["ana"]


def test_who_has_left_takes_part_no_more_and_reads_no_more(
    cast: Cast, together: Activity, written: UUID, at: datetime
) -> None:
    share(cast, written, Audience(kind=AudienceKind.PARTICIPANTS), at)
    actions.leave(activity_id=together.id, person_id=cast.ben.id, by=cast.ben.id, at=at)
    assert readers(cast, together, at) == ["ana"]


def test_its_author_sees_who_read_it(
    cast: Cast, together: Activity, written: UUID, at: datetime
) -> None:
    share(cast, written, Audience(kind=AudienceKind.PERSON, person=cast.ben.id), at)
    readers(cast, together, at)
    assert [(glance.by, glance.what) for glance in looks.looks(cast.ana.id)] == [
        (cast.ben.id, "reflection")
    ]


def test_nobody_else_writes_shares_or_deletes_it(
    cast: Cast, together: Activity, written: UUID, at: datetime
) -> None:
    share(cast, written, Audience(kind=AudienceKind.EVERYONE), at)
    for other in (cast.ben, cast.dora, cast.emil):
        same = {"by": other.id, "at": at}
        with pytest.raises(NotFound):
            actions.write_reflection(
                activity_id=together.id,
                stage="",
                question="",
                text="No",
                reflection_id=written,
                **same,
            )
        with pytest.raises(NotFound):
            actions.share_reflection(reflection_id=written, audience=ONLY_ME, **same)
        with pytest.raises(NotFound):
            actions.delete_reflection(reflection_id=written, **same)
    assert readers(cast, together, at) == WHO["everyone"]


def test_it_is_written_anew_and_deleted_by_its_author(
    cast: Cast, together: Activity, written: UUID, at: datetime
) -> None:
    anew = actions.write_reflection(
        activity_id=together.id,
        stage="end",
        question="",
        text="Next time I ask",
        by=cast.ana.id,
        at=at,
        reflection_id=written,
    )
    assert queries.reflections(together.id, reader=cast.ana, at=at) == (anew,)
    actions.delete_reflection(reflection_id=written, by=cast.ana.id, at=at)
    assert queries.reflections(together.id, reader=cast.ana, at=at) == ()


def test_writing_leaves_no_trace_but_the_words(
    cast: Cast, together: Activity, at: datetime
) -> None:
    def traces() -> tuple[int, int]:
        return audit.head()[0], PublishedFact.objects.count()

    before = traces()
    actions.write_reflection(
        activity_id=together.id, stage="", question="", text=WORDS, by=cast.ana.id, at=at
    )
    assert traces() == before


def test_what_is_shared_is_written_down_without_its_words(
    cast: Cast, written: UUID, at: datetime
) -> None:
    share(cast, written, Audience(kind=AudienceKind.TEAM, team=cast.payments.id), at)
    line = audit.lines(limit=1)[0]
    assert (line.verb, line.object) == ("reflection.shared", f"reflection:{written}")
    assert WORDS not in json.dumps(line.detail, default=str)


def test_it_is_shared_with_nobody_from_elsewhere(cast: Cast, written: UUID, at: datetime) -> None:
    with pytest.raises(Invalid) as caught:
        share(cast, written, Audience(kind=AudienceKind.PERSON, person=cast.outsider.id), at)
    assert list(caught.value.faults) == ["person"]


def test_it_goes_with_its_authors_export_and_with_nobody_elses(
    cast: Cast, written: UUID, at: datetime
) -> None:
    share(cast, written, Audience(kind=AudienceKind.EVERYONE), at)
    told = {person.key: json.dumps(persons.my_data(person.id)) for person in everybody(cast)}
    assert [key for key, text in told.items() if WORDS in text] == ["ana"]


def test_it_is_erased_with_its_author(
    cast: Cast, together: Activity, written: UUID, at: datetime
) -> None:
    mine = actions.write_reflection(
        activity_id=together.id, stage="", question="", text="Ben's own", by=cast.ben.id, at=at
    )
    people.erase(person_id=cast.ana.id, by=None, at=at)
    assert authors(ReflectionRow) == [cast.ben.id]
    assert queries.own_reflection(mine.id, author=cast.ben.id) == mine


# The wall in the database


def raw(reader: UUID | None = None) -> list[Any]:
    """Read every reflection in plain SQL, as the application does, for `reader`."""
    with transaction.atomic(), connection.cursor() as cursor:
        told = str(reader or "")
        cursor.execute("select set_config('journeywork.reader', %s, true)", [told])
        cursor.execute("select id from activities_reflection")
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("select set_config('journeywork.reader', '', true)")
    return found


def test_whoever_does_not_say_who_reads_reads_nothing(cast: Cast, written: UUID) -> None:
    assert raw() == []
    assert list(ReflectionRow.objects.all()) == []


def test_the_wall_is_the_same_rule(cast: Cast, written: UUID, at: datetime) -> None:
    seen = {}
    for name, audience in audiences(cast).items():
        share(cast, written, audience, at)
        seen[name] = [person.key for person in everybody(cast) if raw(person.id) == [written]]
    assert seen == WHO


def test_the_wall_lets_nobody_in_who_works_here_no_more(
    cast: Cast, written: UUID, at: datetime
) -> None:
    share(cast, written, Audience(kind=AudienceKind.EVERYONE), at)
    people.deactivate(person_id=cast.ben.id, by=None, at=at)
    assert (raw(cast.ben.id), raw(cast.cleo.id)) == ([], [written])


def test_the_wall_stands_between_organisations_too(cast: Cast, written: UUID, at: datetime) -> None:
    share(cast, written, Audience(kind=AudienceKind.EVERYONE), at)
    with within(cast.other_org):
        assert (raw(cast.ana.id), raw(cast.outsider.id)) == ([], [])


@pytest.mark.parametrize(
    "statement",
    [
        "update activities_reflection set text = ''",
        "update activities_reflection set author = %(ben)s",
        "delete from activities_reflection",
    ],
)
def test_nobody_changes_what_is_shared_with_them(
    cast: Cast, together: Activity, written: UUID, at: datetime, statement: str
) -> None:
    share(cast, written, Audience(kind=AudienceKind.EVERYONE), at)
    with reading_as(cast.ben.id), connection.cursor() as cursor:
        cursor.execute(statement, {"ben": cast.ben.id})
        assert cursor.rowcount == 0
    assert readers(cast, together, at) == WHO["everyone"]


def test_nobody_writes_in_anothers_name(cast: Cast, together: Activity, at: datetime) -> None:
    for reader in (None, cast.ben.id):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            if reader is None:
                forge(cast, together, at)
            else:
                with reading_as(reader):
                    forge(cast, together, at)


def forge(cast: Cast, together: Activity, at: datetime) -> None:
    ReflectionRow.objects.create(activity=together.id, author=cast.ana.id, text="x", at=at)


def test_nobody_gives_their_own_to_another(cast: Cast, written: UUID) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        reading_as(cast.ana.id),
        connection.cursor() as cursor,
    ):
        cursor.execute("update activities_reflection set author = %s", [cast.ben.id])


def test_who_reads_is_forgotten_with_the_block(cast: Cast, written: UUID) -> None:
    with reading_as(cast.ana.id):
        with reading_as(cast.ben.id):
            inside = ReflectionRow.objects.count()
        back = ReflectionRow.objects.count()
    assert (inside, back, ReflectionRow.objects.count()) == (0, 1, 0)


def test_a_block_that_breaks_leaves_nobody_reading(cast: Cast, written: UUID) -> None:
    with pytest.raises(ZeroDivisionError), reading_as(cast.ana.id):
        _ = 1 / 0
    assert ReflectionRow.objects.count() == 0


def test_the_database_alone_opens_nothing(cast: Cast, written: UUID) -> None:
    with reading_as(cast.ana.id), connection.cursor() as cursor:
        cursor.execute("select text from activities_reflection")
        kept = cursor.fetchone()[0]
    assert WORDS not in kept
    assert sealed.unseal(kept) == WORDS


def test_a_new_key_seals_it_anew(cast: Cast, written: UUID, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-tests-only-0123456789"
    assert sealed.reseal(ReflectionRow) == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert queries.own_reflection(written, author=cast.ana.id).text == WORDS
