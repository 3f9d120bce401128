"""The guides that come with Journeywork can be read, and there is one for many kinds of work."""

from pathlib import Path

import pytest

import journeywork
from journeywork.engine.activities import ActivityKind
from journeywork.engine.guide_files import read, written
from journeywork.engine.guides import Guide

FOLDER = Path(journeywork.__file__).parent / "activities" / "guides"
FILES = sorted(FOLDER.glob("*/*.md"))
SETTINGS = (
    "",
    "health care",
    "law",
    "operations",
    "sales and support",
    "shop floor",
    "software",
    "teaching",
)
#: The experienced watch somebody newer: a way of shadowing with words of its own.
REVERSE = "reverse"
#: Of a point of a one-to-one, which a question can become.
LONGEST_POINT = 500


def guides(kind: ActivityKind, language: str = "en") -> list[Guide]:
    found = [read(file.read_text()) for file in FILES if file.parent.name == kind.value]
    return sorted((one for one in found if one.language == language), key=lambda one: one.setting)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_guide_says_what_it_is_for(file: Path) -> None:
    guide = read(file.read_text())
    assert guide.kind.value == file.parent.name
    assert guide.says.endswith((".", "!"))
    assert read(written(guide)) == guide


@pytest.mark.parametrize(
    "kind",
    [
        *(ActivityKind.DEBRIEF, ActivityKind.ASSIGNMENT, ActivityKind.SHADOWING),
        ActivityKind.ONE_TO_ONE,
    ],
)
def test_every_kind_has_a_guide_for_every_setting(kind: ActivityKind) -> None:
    found = (guide.setting for guide in guides(kind))
    assert tuple(one for one in found if one != REVERSE) == SETTINGS


def test_every_guide_asks_the_same_in_german() -> None:
    def asks(guide: Guide) -> list[object]:
        return [
            (
                stage.key,
                stage.minutes,
                stage.roles,
                [(one.key, bool(one.hint)) for one in stage.questions],
            )
            for stage in guide.stages
        ]

    english = [file for file in FILES if not file.stem.endswith("-de")]
    for file in english:
        one, other = (
            read(file.with_stem(stem).read_text()) for stem in (file.stem, f"{file.stem}-de")
        )
        assert (other.language, other.setting, other.roles) == ("de", one.setting, one.roles)
        assert asks(other) == asks(one), file


def test_every_debrief_asks_the_four_and_takes_a_quarter_of_an_hour() -> None:
    for guide in guides(ActivityKind.DEBRIEF):
        keys = [stage.key for stage in guide.stages]
        assert keys == ["intended", "happened", "worked", "differently"]
        assert guide.minutes <= 15
        assert guide.stages[-1].questions[-1].key in ("lesson", "care", "mend")


def test_an_assignment_is_looked_at_three_times() -> None:
    for guide in guides(ActivityKind.ASSIGNMENT):
        assert [stage.key for stage in guide.stages] == ["start", "middle", "end"]
        assert guide.roles == ("learner", "mentor", "lender")


def test_both_sides_reflect_on_a_visit() -> None:
    for guide in guides(ActivityKind.SHADOWING):
        keys = [stage.key for stage in guide.stages]
        assert keys == ["before", "look-fors", "during", "after-visitor", "after-host", "next"]
        assert guide.stage("after-visitor").roles == ("visitor",)  # type: ignore[union-attr]
        assert guide.stage("after-host").roles == ("host",)  # type: ignore[union-attr]


def test_a_one_to_one_asks_each_alone_and_then_both() -> None:
    for guide in guides(ActivityKind.ONE_TO_ONE):
        asked = {stage.key: stage.roles for stage in guide.stages}
        assert asked == {"before": ("member",), "before-lead": ("lead",), "talk": (), "close": ()}
        assert guide.roles == ("lead", "member")


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_one_to_one_asks_what_another_asks(language: str) -> None:
    """Each setting has words of its own; a question becomes a point, and fits where it stands."""
    every = [
        question.text
        for guide in guides(ActivityKind.ONE_TO_ONE, language)
        for stage in guide.stages
        for question in stage.questions
    ]
    assert len(every) > 70
    assert len(set(every)) == len(every)
    assert max(map(len, every)) <= LONGEST_POINT
