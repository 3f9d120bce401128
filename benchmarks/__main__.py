"""`make bench SETS=/path/to/the/sets`: every measurement that the sets in a folder allow.

Without sets one line says what is wanted, and what needs none is measured: the intake of work
events, the search index, and the replay of this checkout. Sets that are not there are passed over with one line. Compare figures of one run only.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
WANTED = """\
Relevance and "who knows" are measured on sets of real questions and changes, which are no part of
the project: make bench SETS=/path/to/the/sets (their form: benchmarks/retrieval.py and people.py).
Without them: the intake of work events, the search index, and the replay of this checkout."""


def runs(sets: Path | None) -> Iterator[list[str]]:
    """Yield the measurements as modules with their arguments."""
    yield ["benchmarks.intake"]
    yield ["benchmarks.search", "--cards", "1000", "--cards", "100000"]
    if sets is None:
        yield ["benchmarks.replay", str(CHECKOUT)]
        return
    yield ["benchmarks.retrieval", str(sets), "--split", "dev"]
    yield ["benchmarks.retrieval", str(sets), "--split", "dev", "--semantic"]
    for changes in sorted(sets.glob("reviewers.*.jsonl.gz")):
        yield ["benchmarks.people", str(changes)]


def main() -> int:
    """Run each measurement in a process of its own; the exit code is the worst of them."""
    sets = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if sets is None:
        print(WANTED, flush=True)
    elif not sets.is_dir():
        print(f"There is no folder {sets}. Name the folder of the sets: make bench SETS=/path")
        return 1
    return max(
        subprocess.run([sys.executable, "-m", *run], check=False).returncode for run in runs(sets)
    )


if __name__ == "__main__":
    sys.exit(main())
