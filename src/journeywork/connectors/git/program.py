"""Running git over a repository that nobody has vouched for.

A repository can name programs to run in its own configuration. Everything that could start
one, or fetch over a network, is switched off, and what the machine's other users have
configured is not read.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_SAFE = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.attributesFile=/dev/null",
    "-c",
    "core.quotePath=false",
    "-c",
    "protocol.allow=never",
    "-c",
    "protocol.file.allow=never",
    "-c",
    "mailmap.file=",
    "-c",
    "log.showSignature=false",
    "-c",
    "i18n.logOutputEncoding=UTF-8",
)
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "LC_ALL": "C",
}
_CHUNK = 1 << 16


class GitError(RuntimeError):
    """git refused or failed; the text is what it said, for the person at the terminal."""


def command(repository: Path, *arguments: str) -> list[str]:
    """Return the command line that runs git on `repository` and nothing else."""
    place = str(repository.resolve())
    trusted = [f"safe.directory={place}", f"safe.directory={place}/.git"]
    return [
        "git",
        *_SAFE,
        *(word for entry in trusted for word in ("-c", entry)),
        "-C",
        place,
        *arguments,
    ]


def ask(repository: Path, *arguments: str) -> str:
    """Return what a short git command prints, without the last line end; raises GitError."""
    try:
        done = subprocess.run(
            command(repository, *arguments),
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed, or not on the PATH") from None
    if done.returncode:
        raise GitError(_said(done.stderr))
    return done.stdout.decode(errors="replace").rstrip("\n")


def succeeds(repository: Path, *arguments: str) -> bool:
    """Tell whether a git command answers yes (exit 0)."""
    try:
        ask(repository, *arguments)
    except GitError:
        return False
    return True


def fields(repository: Path, *arguments: str) -> Iterator[bytes]:
    """Yield what git prints, split at NUL, while it prints; raises GitError at the end.

    What comes after the last NUL is yielded too, where there is anything.
    """
    with _started(repository, arguments) as (process, errors):
        assert process.stdout is not None
        rest = b""
        while chunk := process.stdout.read(_CHUNK):
            *whole, rest = (rest + chunk).split(b"\0")
            yield from whole
        if rest:
            yield rest
        if process.wait():
            errors.seek(0)
            raise GitError(_said(errors.read()))


@contextmanager
def _started(
    repository: Path, arguments: Sequence[str]
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """Run git with its errors in a file: a full pipe of them would stop it."""
    import tempfile

    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command(repository, *arguments),
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        try:
            yield process, errors
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


def blobs(repository: Path, names: Sequence[str], *, most: int) -> Iterator[bytes | None]:
    """Yield the content of each object named, None for one that is missing or larger than `most`.

    Names are as `HEAD:path`, without line ends.
    """
    process = subprocess.Popen(
        command(repository, "cat-file", "--batch"),
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in names:
            process.stdin.write(os.fsencode(name) + b"\n")
            process.stdin.flush()
            yield _blob(process.stdout, most)
    finally:
        process.kill()
        process.communicate()


def _blob(out: IO[bytes], most: int) -> bytes | None:
    heading = out.readline().rsplit(b" ", 2)
    if len(heading) != 3 or heading[1] != b"blob":  # noqa: PLR2004 -- name, type, size
        _skip(out, heading)
        return None
    size = int(heading[2])
    content = out.read(size + 1)[:-1]
    return content if size <= most else None


def _skip(out: IO[bytes], heading: list[bytes]) -> None:
    """Pass over an object that is no blob; a missing one has no content to pass over."""
    if heading[-1].strip().isdigit():
        out.read(int(heading[-1]) + 1)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | _ENVIRONMENT


def _said(errors: bytes) -> str:
    text = errors.decode(errors="replace").strip()
    return text[-2000:] or "git failed without a word"
