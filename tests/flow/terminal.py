"""A person at a terminal: the real program, connected to a real server."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.flow.installation import Installation

PROGRAM = Path(sys.executable).with_name("journeywork")
TOKEN = """
import django; django.setup()
from datetime import timedelta
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.people import actions, queries
demo = next(each for each in queries.organisations() if each.is_demo)
with within(demo.id):
    person = queries.person_by_key("{key}")
    _, secret = actions.issue_token(person_id=person.id, name="terminal", scopes=("{scopes}",),
                                    expires_at=now() + timedelta(days=1), by=person.id, at=now())
print(secret)
"""
PATIENCE = 30.0
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return what a shell of somebody with this home would pass on."""
    path = f"{PROGRAM.parent}:{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "200", **more}


def token(installation: Installation, key: str, scopes: str = "write") -> str:
    """Return a new token of somebody in the demo."""
    return installation.python(TOKEN.format(key=key, scopes=scopes)).strip()


class Terminal:
    """A shell on a terminal of its own, with somebody typing."""

    def __init__(self, command: list[str], env: dict[str, str], folder: Path) -> None:
        self.pid, self.keyboard = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, env | {"TERM": "xterm"})
        self.seen = ""

    def types(self, text: str) -> None:
        """Type, key by key as far as the shell can tell."""
        os.write(self.keyboard, text.encode())

    def shows(self, text: str) -> str:
        """Wait until the screen has shown `text`; return all since the last such wait."""
        until = time.monotonic() + PATIENCE
        while text not in plain(self.seen):
            assert time.monotonic() < until, f"never shown: {text!r} in {plain(self.seen)!r}"
            if select.select([self.keyboard], [], [], 0.2)[0]:
                self.seen += os.read(self.keyboard, 65536).decode(errors="replace")
        shown, self.seen = plain(self.seen), ""
        return shown

    def close(self) -> None:
        """Close the window."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.keyboard)


def plain(text: str) -> str:
    """Return what a person reads of a terminal's output."""
    steering = (
        r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b\[[0-9;?=>]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]"
    )
    return re.sub(steering, "", text).replace("\r", "")
