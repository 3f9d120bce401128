"""Where the peers live: an environment of their own, made once beside the builds.

Each is installed from the package index that this machine is set up for. What cannot be had is
skipped, with the reason in its line; what could be had runs all the same.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PLACE = Path(__file__).resolve().parents[2] / "build" / "matching-peers"
PACKAGES: Mapping[str, tuple[str, ...]] = {
    "scipy": ("numpy", "scipy==1.17.1"),
    "ortools": ("numpy", "ortools==9.15.6755"),
    "mentor-match": ("numpy", "mentor-match==7.0.1", "munkres==3.0.0"),
    "openreview-matcher": ("openreview-matcher",),
}


@dataclass(frozen=True)
class Peers:
    """A Python that has the peers, and why some of them are `missing`."""

    python: Path
    missing: Mapping[str, str]

    def run(self, name: str, limit: float, **market: object) -> dict[str, float] | str:
        """What a peer makes of a market in at most so many seconds, or why there is no answer."""
        if name in self.missing:
            return f"skipped: {self.missing[name]}"
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "market.npz"
            np.savez(file, **market)
            script = Path(__file__).with_name("peers.py")
            try:
                done = _done([str(self.python), str(script), name, str(file)], limit)
            except subprocess.TimeoutExpired:
                return f"no answer in {limit:.0f} s"
        return _why(done) if done.returncode else json.loads(done.stdout)


def peers(folder: Path = PLACE, packages: Mapping[str, tuple[str, ...]] = PACKAGES) -> Peers:
    """The peers, installed if need be; a note in the folder says what was installed whole."""
    python = folder / "bin" / "python"
    if not python.exists():
        made = _done([sys.executable, "-m", "venv", str(folder)])
        if made.returncode:
            reason = f"no environment could be made for it ({_why(made)})"
            return Peers(python, dict.fromkeys(packages, reason))
    missing = {}
    for name, wanted in packages.items():
        note = folder / f"{name}.installed"
        if note.exists() and note.read_text().split() == list(wanted):
            continue
        done = _done([str(python), "-m", "pip", "install", "--quiet", *wanted])
        if done.returncode:
            missing[name] = _not_installed(done)
        else:
            note.write_text("\n".join(wanted))
    return Peers(python, missing)


def _done(command: Sequence[str], limit: float | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)


def _not_installed(done: subprocess.CompletedProcess[str]) -> str:
    if "No matching distribution" in done.stderr:
        return "the package index has no such package"
    return f"it could not be installed ({_why(done)})"


def _why(done: subprocess.CompletedProcess[str]) -> str:
    said = (done.stderr or done.stdout).strip().splitlines()
    return said[-1][:120] if said else f"exit code {done.returncode}"
