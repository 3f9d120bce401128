"""A card about what Ana does was changed since she last did it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from journeywork.engine.card_changes import changed_for
from journeywork.engine.experience import Experience, fold
from journeywork.engine.knowledge import AppliesTo
from journeywork.engine.moments import CardChange
from journeywork.engine.work import WorkEvent

ANA, BEN = UUID(int=1), UUID(int=2)
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def work(day: float, by: UUID = ANA, **more: object) -> WorkEvent:
    fields: dict = {"place": "payments", "paths": ("billing/fees.py",), "labels": ("refund",)}
    return WorkEvent(
        source="t",
        id=f"{day}{by}",
        type="change.merged",
        subject=f"p#{day}",
        at=START + timedelta(days=day),
        by=by,
        **(fields | more),
    )


def changed(day: float, **reach: tuple[str, ...]) -> CardChange:
    return CardChange(
        card=UUID(int=9),
        title="Fees",
        at=START + timedelta(days=day),
        applies_to=AppliesTo(**reach),
    )


KNOWN = [
    {"places": ("payments",)},
    {"paths": ("billing/**",)},
    {"kinds": ("Refund",)},
    {"places": ("payments",), "paths": ("billing/**",), "kinds": ("refund",)},
    {},
]


@pytest.mark.parametrize("reach", KNOWN)
def test_ana_comes_back_after_the_card_changed(reach: dict) -> None:
    change = changed(5, **reach)
    assert changed_for([change], work(9), fold([work(1)])) == change


@pytest.mark.parametrize("reach", KNOWN)
def test_ana_has_worked_under_it_since(reach: dict) -> None:
    assert changed_for([changed(5, **reach)], work(9), fold([work(1), work(7)])) is None


@pytest.mark.parametrize("reach", KNOWN)
def test_to_whom_everything_is_new_nothing_has_changed(reach: dict) -> None:
    assert changed_for([changed(5, **reach)], work(9), Experience()) is None
    assert changed_for([changed(5, **reach)], work(9), fold([work(1, by=BEN)])) is None


@pytest.mark.parametrize(
    "reach", [{"places": ("ward 3",)}, {"paths": ("docs/**",)}, {"kinds": ("audit",)}]
)
def test_a_card_for_other_work_does_not_concern_her(reach: dict) -> None:
    assert changed_for([changed(5, **reach)], work(9), fold([work(1)])) is None


def test_a_change_that_is_still_to_come_is_not_known() -> None:
    assert changed_for([changed(20)], work(9), fold([work(1)])) is None
