"""The sealed box of a debrief: how it lies in its row, and who may change it at a time.

Sealed with the keys of the settings, and filled up to a round length, so that a copy of the
database shows neither what was written nor how much one more person wrote.
"""

import json
from uuid import UUID

from journeywork.debriefs.models import DebriefRow
from journeywork.engine.debriefs import Box, padded
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
    if not row.box:
        return Box()
    found = json.loads(row.box)
    return Box(entries=found["entries"], done=frozenset(map(UUID, found["done"])))


def keep(row: DebriefRow, box: Box) -> None:
    """Seal a box anew in its row."""
    done = sorted(str(person) for person in box.done)
    plain = json.dumps({"entries": dict(box.entries), "done": done}, ensure_ascii=True)
    row.box = plain + " " * padded(len(plain))
    row.save(update_fields=("box",))


def empty(row: DebriefRow) -> None:
    """Leave nothing of what was in the box, and wait for nobody more; the caller saves `KEPT`."""
    row.box, row.waits = "", False
