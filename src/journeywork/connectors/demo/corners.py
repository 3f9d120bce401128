"""What fills the demo's corners: a draft, who looked, sources, a stranger, the replay.

So that no page of it is empty, also those of administration.
"""

from datetime import datetime, timedelta

from journeywork.connectors.demo.people import Stage
from journeywork.engine.work import WorkEvent
from journeywork.evidence import actions as evidence
from journeywork.kernel import looks
from journeywork.knowledge import actions as knowledge
from journeywork.work import actions as work

#: Of whom the work speaks, and whom nobody has introduced yet.
STRANGERS = ("contractor@northgate.example", "github:fairwater-bot")
_SOURCES = (("git", "payments-api"), ("github", "fairwater/reconciler"))
_REPLAYED = timedelta(days=365)


def fill(stage: Stage, *, at: datetime) -> None:
    """Add what nobody lived through; the worker replays the history once all of it is there."""
    knowledge.note(
        text="The bank answers 202 now, not 200: wait for the second message before you book.",
        place="payments-api",
        by=stage.id("ana"),
        at=at - timedelta(hours=3),
    )
    for days, key in ((1, "dora"), (4, "emil"), (9, "cleo")):
        looks.look(
            person_id=stage.id("ana"),
            what="profile",
            by=stage.id(key),
            at=at - timedelta(days=days),
        )
    _connect(at)
    _meet_strangers(at)
    evidence.ask_for(since=at - _REPLAYED, by=stage.id("emil"), at=at)


def _connect(at: datetime) -> None:
    for minutes, (kind, key) in enumerate(_SOURCES, 1):
        source = work.follow(kind=kind, key=key, at=at - timedelta(days=180))
        work.heard(source=source, at=at - timedelta(minutes=20 * minutes))
    work.set_aside(
        source="urn:fairwater:shop-floor",
        id="cell-2/8812",
        type="part.measured",
        reason="the field `time` is missing",
        at=at - timedelta(days=2),
    )


def _meet_strangers(at: datetime) -> None:
    long_ago = at - timedelta(days=120)
    work.accept([_of_a_stranger(handle, long_ago) for handle in STRANGERS], by=None, at=at)
    while work.digest(at=at):
        pass


def _of_a_stranger(handle: str, at: datetime) -> WorkEvent:
    return WorkEvent(
        source="urn:journeywork:demo",
        id=f"stranger/{handle}",
        type="change.merged",
        at=at,
        subject=f"change:payments-api/stranger-{STRANGERS.index(handle)}",
        by_handle=handle,
        title="Bring the dependencies of the checkout page up to date",
        place="payments-api",
        paths=("checkout/package.json",),
    )
