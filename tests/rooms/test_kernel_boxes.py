"""The sealed box of the kernel: what debriefs without names and the climate both lie in."""

import json

import pytest

from journeywork.coaching import climate
from journeywork.coaching.models import BoxRow
from journeywork.debriefs import box as debriefs
from journeywork.debriefs.models import DebriefRow
from journeywork.engine.boxes import PADDING
from journeywork.kernel import boxes
from journeywork.kernel.sealed import SealedTextField


@pytest.mark.parametrize("content", [[], {}, [{"risk": 3}], {"done": ["é"], "entries": {}}])
def test_what_was_closed_is_opened_again(content: object) -> None:
    text = boxes.closed(content)
    assert (boxes.opened(text), len(text) % PADDING) == (content, 0)
    assert text.isascii()  # Or a letter with an accent would be longer than one without.


def test_nothing_lies_in_a_new_box() -> None:
    assert boxes.opened("") is None


def test_mappings_lie_in_an_order_that_says_nothing() -> None:
    assert boxes.closed({"b": 1, "a": 2}) == boxes.closed({"a": 2, "b": 1})


def test_what_came_last_lies_last_no_more_often_than_elsewhere() -> None:
    """By lot each of three places has a third; out of 600, 120 is eight deviations away."""
    places = [boxes.shuffled([{"n": 1}, {"n": 2}, {"n": 3}]).index({"n": 3}) for _ in range(600)]
    assert all(places.count(place) > 120 for place in range(3))


def test_both_rooms_use_it_and_nothing_of_their_own() -> None:
    assert climate.boxes is debriefs.boxes is boxes
    for model, column in ((BoxRow, "answers"), (DebriefRow, "box")):
        assert isinstance(model._meta.get_field(column), SealedTextField)
    assert not hasattr(climate, "json")
    assert not hasattr(debriefs, "json")
    assert json.loads(boxes.closed([1])) == [1]
