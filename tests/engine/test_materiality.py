"""A comma is no news; a dose is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.materiality import material

CARD = "Give 5 mg at night. Check the name twice before you give it. " * 4


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (CARD, CARD, False),
        (CARD, CARD.upper().replace(".", " -"), False),
        (CARD, CARD.replace("night", "evening", 1), False),
        (CARD, CARD.replace("5 mg", "50 mg", 1), True),
        (CARD, CARD.replace("Give", "Do not give", 1), True),
        (CARD, CARD + "Then call the ward and wait for an answer", True),
        (CARD, "", True),
        ("", CARD, True),
    ],
)
def test_what_counts_as_a_change(before: str, after: str, expected: bool) -> None:
    assert material(before, after) == expected


@given(st.text(max_size=300))
def test_a_text_never_differs_from_itself(text: str) -> None:
    assert not material(text, f"  {text}\n")
