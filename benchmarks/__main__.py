"""`make bench`: every measurement, on the data in a folder (default `../shared/data`).

Sets that are not there are passed over with one line. Compare figures of one run only.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")


def main() -> int:
    """Run each measurement in a process of its own; the exit code is the worst of them."""
    if not FOLDER.is_dir():
        print(f"{FOLDER} is not there: give the folder of the evaluation data")
        return 0
    runs = [["benchmarks.retrieval", str(FOLDER), "--split", "dev"]]
    people = FOLDER / "reviewers.cargo.jsonl.gz"
    if people.exists():
        runs.append(["benchmarks.people", str(people)])
    return max(subprocess.run([sys.executable, "-m", *run], check=False).returncode for run in runs)


if __name__ == "__main__":
    sys.exit(main())
