"""The demo's files: as they stand they fit, and whatever is wrong is told by file and field."""

import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from journeywork.connectors.demo import days, reading
from journeywork.connectors.demo.people import _superiors_first
from journeywork.engine.vocabulary import TYPES


def test_forty_people_in_four_settings() -> None:
    found = reading.read()
    assert len(found.people) == 40
    assert {team.setting for team in found.teams} == {"software", "hospital", "law", "workshop"}
    assert len(found.cards) == 60
    assert set(found.pieces) == {
        f"work/{setting}.yaml" for setting in ("software", "hospital", "law", "workshop")
    }
    assert {event.type for file in found.pieces.values() for p in file for event in p.events} <= {
        *TYPES
    }


def test_whoever_is_reported_to_comes_first() -> None:
    ordered = [person.key for person in _superiors_first(reading.read().people)]
    assert ordered.index("dora") < ordered.index("ben") < ordered.index("ivy")


SLIPS = [
    ("people.yaml", "key: ana", "key: Ana", "people.yaml: Expected `str` matching regex"),
    ("people.yaml", "role: team_lead", "role: boss", "people.yaml: dora: 'boss' is no role here"),
    ("people.yaml", "reports_to: ben", "reports_to: bob", "ivy: 'bob' is no person here"),
    ("people.yaml", "timezone: Asia/Karachi", "timezone: Moon", "farid: 'Moon' is no time zone"),
    ("people.yaml", '"09:00-17:30"', '"9-17"', "ana: '9-17' is not such as '09:00-17:30'"),
    ("people.yaml", "[mon, tue, wed, thu, fri]", "[mon, sum]", "ana: 'sum' is no day here"),
    ("people.yaml", "    languages: [en, pt]\n", "", "missing required field `languages`"),
    ("people.yaml", "key: farid", "key: ana", "people.yaml: person 'ana' stands twice"),
    ("responses.yaml", "card: flaky-check", "card: flaky", "flaky by ivy: 'flaky' is no card"),
    ("responses.yaml", "response: helped", "response: loved", "Invalid enum value 'loved'"),
    ("requests.yaml", 'ago: "3d"', 'ago: "soon"', "'soon' is not such as '12d 10:20'"),
    ("posts.yaml", "by: kofi", "by: koffi", "'koffi' is no person here"),
    ("posts.yaml", "matter:2231/disclosure", "matter:0", "'matter:0' is no work here"),
    ("posts.yaml", "The refund webhook", "word " * 140, "takes at most 600 characters"),
    ("debriefs.yaml", "by: hugo", "by: hugh", "'hugh' is no participant here"),
    ("debriefs.yaml", "intended:", "planned:", "'planned' is no question here"),
    ("debriefs.yaml", "incident:233", "incident:0", "'incident:0' is no work here"),
    ("climate.yaml", "ana: [2, 6, 1, 5, 2, 6, 6]", "ana: [2, 6, 1]", "Expected `array` of length"),
    ("climate.yaml", "ana: [2,", "ana: [8,", "Expected `int` <= 7"),
    ("climate.yaml", "by: emil", "by: nobody", "'nobody' is no person here"),
    ("growth.yaml", "mentor: ben", "mentor: bob", "'bob' is no person here"),
    ("growth.yaml", "change:payments-api/431", "change:x", "'change:x' is no work here"),
    ("growth.yaml", '"6d 10:00"', '"soon"', "'soon' is not such as '12d 10:20'"),
    ("work/law.yaml", "type: case.opened", "type: case.open", "'case.open' is no type here"),
    ("work/law.yaml", "work:", "works:", "unknown field `works`"),
    ("work/law.yaml", "events:", "events", "work/law.yaml: is not YAML"),
    ("cards/law/chronology.md", "owner: selma", "owner: nobody", "'nobody' is no person here"),
    ("cards/law/chronology.md", "trust: fresh", "trust: due", "its review dates make it fresh"),
    ("cards/law/chronology.md", "---\n", "", "begins with front matter"),
    ("cards/law/chronology.md", "## Habits", "word " * 1200, "a card takes at most 5"),
]


@pytest.mark.parametrize(("file", "right", "wrong", "told"), SLIPS)
def test_a_slip_is_told_with_its_place(
    file: str, right: str, wrong: str, told: str, tmp_path: Path
) -> None:
    copy = tmp_path / "content"
    shutil.copytree(reading.FOLDER, copy)
    text = (copy / file).read_text()
    assert right in text
    (copy / file).write_text(text.replace(right, wrong, 1))
    with pytest.raises(reading.WrongContent) as refusal:
        reading.read(copy)
    assert [line for line in refusal.value.faults if told in line] != []
    assert all(line.startswith((file, "people.yaml")) for line in refusal.value.faults[:1])


def test_several_slips_are_told_at_once(tmp_path: Path) -> None:
    copy = tmp_path / "content"
    shutil.copytree(reading.FOLDER, copy)
    people = copy / "people.yaml"
    people.write_text(people.read_text().replace("reports_to: ben", "reports_to: bob", 1))
    (copy / "requests.yaml").write_text('requests: [{text: "Why?", by: bob, ago: "1d"}]')
    with pytest.raises(reading.WrongContent) as refusal:
        reading.read(copy)
    assert len(refusal.value.faults) == 2


def test_ago_counts_days_where_the_person_is() -> None:
    night = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    karachi, bogota = ZoneInfo("Asia/Karachi"), ZoneInfo("America/Bogota")
    assert days.when("0d 09:00", now=night, zone=karachi) == datetime(
        2026, 3, 11, 9, tzinfo=karachi
    )
    assert days.when("1d 09:00", now=night, zone=bogota) == datetime(2026, 3, 9, 9, tzinfo=bogota)
    assert days.when("9d", now=night, zone=UTC).time() == time(11)


def test_a_night_shift_ends_before_it_starts() -> None:
    assert days.hours("19:00-07:30") == (time(19), time(7, 30))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 10), (1, 2, 3, 4, 5)),  # Tuesday
        (date(2026, 3, 13), (1, 2, 3, 4, 5)),  # Friday
        (date(2026, 3, 14), (1, 4, 5, 6, 7)),  # Saturday is their Wednesday
        (date(2026, 3, 15), (1, 2, 5, 6, 7)),
        (date(2026, 3, 16), (1, 2, 3, 6, 7)),
    ],
)
def test_around_a_weekend_the_week_is_turned(today: date, expected: tuple[int, ...]) -> None:
    assert days.workdays(("mon", "tue", "wed", "thu", "fri"), today=today) == expected
