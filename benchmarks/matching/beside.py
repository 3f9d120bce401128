"""Where the peers live: an environment of their own, made once beside the builds."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.matching.measure import Line

PLACE = Path(__file__).resolve().parents[2] / "build" / "matching-peers"
PACKAGES = ("scipy==1.17.1", "ortools==9.15.6755", "mentor-match==7.0.1", "munkres==3.0.0")
NOT_IN_INDEX = "openreview-matcher is not in the package index"


def python(folder: Path = PLACE) -> Path | None:
    """The peers' Python, installed if need be; None if the packages cannot be had."""
    found = folder / "bin" / "python"
    if not found.exists():
        commands = (
            [sys.executable, "-m", "venv", str(folder)],
            [str(found), "-m", "pip", "install", "--quiet", "numpy", *PACKAGES],
        )
        for command in commands:
            if subprocess.run(command, check=False).returncode:
                return None
    return found


def run(peers: Path, name: str, limit: float, **market: object) -> dict[str, float] | str:
    """What a peer makes of a market, or why there is no answer."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "market.npz"
        np.savez(file, **market)
        command = [str(peers), str(Path(__file__).with_name("peers.py")), name, str(file)]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired:
            return f"no answer in {limit:.0f} s"
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    return json.loads(done.stdout)


def skipped(reason: str) -> list[Line]:
    """One line for each comparison that is not made."""
    return [Line(f"beside other programs: skipped, {reason}", "")]
