"""Small repositories for the tests, made with git itself."""

import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

ANA = "Ana <ana@fairwater.example>"
BEN = "Ben <ben@fairwater.example>"
DORA = "Dora <dora@fairwater.example>"
_GIT = ("git", "-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false")


class Repository:
    """A repository in a folder; every commit is a minute later than the one before."""

    def __init__(self, path: Path, at: datetime) -> None:
        self.path = path
        self.at = at
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, **environment: str) -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            [*_GIT, "-C", str(self.path), *arguments],
            env=clean | {"GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"} | environment,
            check=True,
            capture_output=True,
        )
        return done.stdout.decode(errors="replace").strip()

    def write(self, path: str, text: str | bytes = "text\n") -> None:
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def commit(
        self, message: str, *paths: str, by: str = ANA, merged_by: str = "", text: str = ""
    ) -> str:
        """Change `paths` (so that they differ from before) and commit; returns the full name."""
        for path in paths:
            self.write(path, text or f"{message}\n{self.at}\n")
        self.git("add", "-A")
        name, _, email = (merged_by or by).rstrip(">").partition(" <")
        when = self._tick()
        self.git(
            *("commit", "-q", "--allow-empty", "--author", by, "--date", when, "-m", message),
            GIT_COMMITTER_NAME=name,
            GIT_COMMITTER_EMAIL=email,
            GIT_COMMITTER_DATE=when,
        )
        return self.head()

    def merge(self, branch: str, message: str, *, by: str = DORA) -> str:
        name, _, email = by.rstrip(">").partition(" <")
        who = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email}
        who |= {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email}
        when = self._tick()
        self.git(
            *("merge", "-q", "--no-ff", "-m", message, branch),
            **who,
            GIT_AUTHOR_DATE=when,
            GIT_COMMITTER_DATE=when,
        )
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def _tick(self) -> str:
        self.at += timedelta(minutes=1)
        return self.at.isoformat()
