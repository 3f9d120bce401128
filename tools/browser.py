"""A Chromium for the browser tests, and a driver that runs: the system's own, else installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import system_packages

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> Path | None:
    """Return the system's Chromium or Chrome, or None.

    Ubuntu's ``chromium-browser`` may be a stand-in that only asks for a snap: it has to answer.
    """
    for name in NAMES:
        found = shutil.which(name)
        if found and _answers([found, "--version"]):
            return Path(found)
    return None


def main() -> int:
    """Make sure that both are there; 1 when only the person at the keyboard can bring them."""
    missing = _missing()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(missing)
        missing = _missing()
    if not missing:
        return 0
    print(
        f"The browser tests need more of this system. Type:\n  sudo apt-get install {' '.join(missing)}"
    )
    print(
        "(Ubuntu has Chromium as a snap: sudo snap install chromium; google-chrome will do as well)"
    )
    return 1


def _missing() -> list[str]:
    """Return the Debian packages that are wanted. A small system lacks a library of the driver."""
    driver_runs = _answers([sys.executable, "-m", "playwright", "--version"])
    return [*([] if find() else ["chromium"]), *([] if driver_runs else ["libatomic1"])]


def _install(packages: list[str]) -> None:
    try:
        system_packages.install(*packages)
    except subprocess.CalledProcessError as failed:
        print(failed.stderr, file=sys.stderr)


def _answers(command: list[str]) -> bool:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.returncode == 0 and "snap" not in answer.stderr


if __name__ == "__main__":
    sys.exit(main())
