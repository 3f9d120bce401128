"""Whatever the worker could not do is told in words, also in German."""

from django.utils import translation

from journeywork import flow
from journeywork.config import doors
from journeywork.config.noted import words_of
from journeywork.config.worker import turn_fact
from journeywork.evidence import tasks as evidence
from journeywork.kernel.reasons import said


def sentences() -> set[str]:
    """Return what jobs of every sort say when they fail."""
    reactions = [each for follows in flow.REACTIONS.values() for each in follows]
    tasks = (turn_fact, *doors.tasks().values(), *evidence.TASKS.values())
    duties = (f"{duty.says}." for duty in flow.CLOCK)
    return {*map(words_of, (*reactions, *tasks)), *duties}


def test_every_reaction_task_and_duty_says_what_it_does() -> None:
    found = sentences()
    assert [each for each in found if not each.endswith(".")] == []
    assert len(found) > 15


def test_each_of_them_is_known_in_german() -> None:
    with translation.override("de"):
        assert sorted(each for each in sentences() if said(each) == each) == []
