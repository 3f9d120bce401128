"""The record of work goes out as CloudEvents and comes in again, the same."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from journeywork.connectors.cloud_event import read
from journeywork.connectors.cloudevents.record import lines, take
from journeywork.connectors.cloudevents.writing import written
from journeywork.engine.vocabulary import TYPES
from journeywork.engine.work import Help, HelpKind, WorkEvent
from journeywork.kernel.tenancy import within
from journeywork.work import actions, queries
from tests.conftest import Cast

WORDS = st.text(st.characters(categories=("L", "Nd", "Po", "Zs")), min_size=1, max_size=20).filter(
    str.strip
)
ENTRIES = st.lists(WORDS, max_size=3).map(tuple)
PERSONS = st.uuids()
EVENTS = st.builds(
    WorkEvent,
    source=WORDS,
    id=WORDS,
    type=st.sampled_from([*TYPES, "kiln.lit"]),
    at=st.datetimes(timezones=st.just(UTC), min_value=datetime.fromisoformat("1990-01-01")),
    subject=WORDS,
    by=PERSONS,
    to=st.none() | PERSONS,
    title=WORDS | st.just(""),
    text=st.text(max_size=50),
    place=WORDS | st.just(""),
    paths=ENTRIES,
    labels=ENTRIES,
    part_of=ENTRIES,
    helpers=st.lists(
        st.builds(Help, by=PERSONS, to=PERSONS, kind=st.sampled_from(HelpKind)), max_size=2
    ).map(tuple),
    check=WORDS | st.just(""),
    rating=st.none() | st.integers(-5, 5),
    extra=st.just({}) | st.just({"traceparent": "00-1", "data": {"sprint": 7}}),
    helper_handles=st.lists(
        st.tuples(st.just("ben@fairwater.example"), st.sampled_from(HelpKind)), max_size=2
    ).map(tuple),
)


@given(EVENTS)
def test_what_is_written_is_read_as_it_was(event: WorkEvent) -> None:
    assert read(written(event), at=event.at) == event


def test_a_whole_record_moves_to_another_organisation(cast: Cast, at: datetime) -> None:
    sent = [
        WorkEvent(
            source="urn:example:ward-3",
            id=str(number),
            type=type,
            at=at,
            subject=f"case-{number}",
            by=cast.ana.id,
            title=f"Grüße {number}",
            helpers=(Help(by=cast.ben.id, to=None, kind=HelpKind.HELPED),),
        )
        for number, type in enumerate(TYPES)
    ]
    actions.accept(sent, by=None, at=at)
    record = list(lines())
    assert take(record).repeated == len(TYPES)
    with within(cast.outsider.org):
        taken = take([*record, b"", b"{}", b'{"id": NaN}', b'{"specversion": "2"}'])
        assert (taken.new, taken.repeated, len(taken.refused)) == (len(TYPES), 0, 3)
        assert taken.refused[0].startswith(f"line {len(TYPES) + 2}: specversion: is not")
        there = list(queries.all_events())
    assert [e.by_handle for e in there] == [cast.ana.email] * len(TYPES)
    assert {e.helper_handles for e in there} == {((cast.ben.email, HelpKind.HELPED),)}
    assert {(e.id, e.type, e.title) for e in there} == {(e.id, e.type, e.title) for e in sent}
    assert not any(isinstance(e.by, UUID) for e in there)
