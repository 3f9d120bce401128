"""What the worker does for mentoring, by name. Each may run again at any point."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from uuid import UUID

from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.kernel.tenancy import within
from journeywork.mentoring import healing, publishing, staging, why_not


def stage_round(org: str, round: str) -> None:
    """Match a round of mentoring."""
    with within(UUID(org)), suppress(NotFound):
        staging.stage(round_id=UUID(round), at=clock.now())


def publish_round(org: str, round: str) -> None:
    """Begin the pairs of a round of mentoring."""
    with within(UUID(org)), suppress(NotFound):
        publishing.publish(round_id=UUID(round), at=clock.now())


def answer_why_not(org: str, question: str) -> None:
    """Find out why two are not together in a round of mentoring."""
    with within(UUID(org)), suppress(NotFound):
        why_not.answer(question_id=UUID(question), at=clock.now())


def heal_programme(org: str, programme: str) -> None:
    """Find somebody for those who have nobody any more in a programme."""
    with within(UUID(org)), suppress(NotFound):
        healing.heal(programme_id=UUID(programme), at=clock.now())


TASKS: Mapping[str, Callable[..., None]] = {
    staging.STAGE: stage_round,
    staging.PUBLISH: publish_round,
    why_not.ANSWER: answer_why_not,
    healing.HEAL: heal_programme,
}
