"""A Chromium for the browser tests: the system's own, else installed, else asked for."""

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
        if found and _answers(found):
            return Path(found)
    return None


def main() -> int:
    """Make sure that there is one; 1 when only the person at the keyboard can bring it."""
    if find():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        if find():
            return 0
    print("The browser tests need Chromium. Type:\n  sudo apt-get install chromium")
    print("(on Ubuntu: sudo snap install chromium, or install google-chrome)")
    return 1


def _install() -> None:
    try:
        system_packages.install("chromium")
    except subprocess.CalledProcessError as failed:
        print(failed.stderr, file=sys.stderr)


def _answers(program: str) -> bool:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and "snap" not in answer.stderr


if __name__ == "__main__":
    sys.exit(main())
