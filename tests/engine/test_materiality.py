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


LINES = st.lists(
    st.sampled_from(["Give 5 mg", "never twice", "call the ward", "", "check, then sign", "1.5"]),
    max_size=9,
)


@given(LINES, LINES)
def test_lines_alike_at_both_ends_are_passed_over_and_change_nothing(
    old: list[str], new: list[str]
) -> None:
    before, after = "\n".join(old), "\n".join(new)
    # Turned around, other lines stand at the ends; the words are the same.
    turned = material("\n".join(reversed(old)), "\n".join(new))
    assert material(before, after) == turned
