"""Keeps something as it is until the transaction ends, for whoever compares before they change it."""

from uuid import UUID

from journeywork.mentoring.models import EnrolmentRow, ProgrammeRow
from journeywork.mentoring.round_models import RoundRow


def hold_programme(*, key: str) -> None:
    """Keep everybody else from changing a programme; nothing where there is none."""
    ProgrammeRow.objects.select_for_update().filter(key=key).first()


def hold_taking_part(*, key: str, person: UUID) -> None:
    """Keep everybody else from changing how somebody takes part in a programme."""
    programmes = ProgrammeRow.objects.filter(key=key).values("id")
    rows = EnrolmentRow.objects.select_for_update().filter(person=person)
    rows.filter(programme__in=programmes).first()


def hold_round(*, round_id: UUID) -> None:
    """Keep everybody else from changing a round; nothing where there is none."""
    RoundRow.objects.select_for_update().filter(id=round_id).first()
