"""The words for what happens in the work."""

import json

import pytest

from journeywork.engine.vocabulary import (
    FAMILIES,
    PREFIX,
    TYPES,
    Effect,
    effect_of,
    family_of,
    plain_type,
)

NAMED_BY_THE_ISSUE = """
    work.assigned work.started work.blocked work.handed_over work.finished work.reopened
    change.proposed change.reviewed change.reworked change.merged change.reverted
    check.failed check.passed service.deployed incident.opened incident.resolved
    question.asked question.answered case.opened case.closed case.rated
    milestone.reached meeting.ended document.opened command.failed
"""


def test_the_table_holds_every_type_that_was_asked_for_and_no_other() -> None:
    assert sorted(TYPES) == sorted(NAMED_BY_THE_ISSUE.split())


@pytest.mark.parametrize("key", TYPES)
def test_each_type_has_a_complete_example(key: str) -> None:
    example = TYPES[key].example
    assert json.loads(json.dumps(example)) == example
    assert (example["specversion"], example["type"]) == ("1.0", PREFIX + key)
    assert all(example[name] for name in ("id", "source", "subject", "time", "data"))
    assert plain_type(example["type"]) == key


def test_each_type_speaks_of_a_kind_of_work_that_exists() -> None:
    assert {entry.family for entry in TYPES.values()} == set(FAMILIES)


def test_a_type_that_nobody_knows() -> None:
    assert (effect_of("weld.inspected"), family_of("weld.inspected")) == (Effect.JOINS, "work")
    assert family_of("incident.escalated") == "incident"
