"""The sealed box of a debrief (`kernel.boxes`): where it lies, and who may change it at a time."""

from uuid import UUID

from journeywork.debriefs.models import DebriefRow
from journeywork.engine.debriefs import Box
from journeywork.kernel import boxes
from journeywork.kernel.errors import NotFound

#: What changes when a box is emptied.
KEPT = ("box", "waits", "revealed_at")


def locked(debrief_id: UUID) -> DebriefRow:
    """Return a debrief's row, held until the transaction ends; raises NotFound."""
    rows = DebriefRow.objects.select_for_update().filter(id=debrief_id)
    row: DebriefRow | None = rows.first()
    if row is None:
        raise NotFound("debrief")
    return row


def opened(row: DebriefRow) -> Box:
    """Return what lies in the box of a debrief."""
    found = boxes.opened(row.box)
    if found is None:
        return Box()
    return Box(entries=found["entries"], done=frozenset(map(UUID, found["done"])))


def keep(row: DebriefRow, box: Box) -> None:
    """Seal a box anew in its row."""
    done = sorted(str(person) for person in box.done)
    row.box = boxes.closed({"entries": dict(box.entries), "done": done})
    row.save(update_fields=("box",))


def empty(row: DebriefRow) -> None:
    """Leave nothing of what was in the box, and wait for nobody more; the caller saves `KEPT`."""
    row.box, row.waits = "", False
