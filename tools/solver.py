"""The solver of matching, compiled for this machine once, so that no test waits for it.

    python -m tools.solver

What is compiled is kept beside the modules; a second run finds it and does nothing.
"""

import numpy as np

from journeywork.engine.matching.events import Leaves
from journeywork.engine.matching.market import dense
from journeywork.engine.matching.preparing import prepared
from journeywork.engine.matching.rematching import rematch, why_not
from journeywork.engine.matching.solving import solve
from journeywork.engine.matching.stability import blocking

SOME = 6


def main() -> int:
    """Solve something small in every way that a round does."""
    fits = np.random.default_rng(1).integers(0, 1000, (2 * SOME, SOME)).astype(np.int32)
    found = solve(dense(fits, np.ones(2 * SOME, np.int32), np.full(SOME, 3, np.int32)))
    ready = prepared(found)
    why_not(ready, 0, 0)
    blocking(ready.work)
    rematch(ready, [Leaves(1)])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
