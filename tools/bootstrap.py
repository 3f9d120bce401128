"""Make ``.venv`` from the lock files, on a machine that has nothing but Python.

Standard library only, and readable by an older Python than the product's, so that it can say
what is missing. Brings uv first (by pip, pinned by hash), then lets uv do the rest. Does
nothing when nothing has changed. ``--dev`` adds what tests and linters need.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
UV = BUILD / "uv" / "bin" / "uv"
STAMP = VENV / "journeywork-stamp.json"
INSTALLER = "tools/locks/installer.lock"
BUILD_TOOL = "tools/locks/build.lock"
RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
OLDEST = (3, 11)
#: What root prepares, the service account runs, and may not write beside it: compiled here, or at
#: every start of every process.
BY_ROOT = os.geteuid() == 0


class Missing(Exception):
    """Something that only the person at the keyboard can bring; the text says how."""


def main() -> int:
    """Bring the environment up to date; 0 when it stands, 1 when something is missing."""
    with_tests = "--dev" in sys.argv[1:]
    # Whatever the caller's umask: nobody else shall write what is run from here.
    os.umask(os.umask(0o022) | 0o022)
    try:
        if not is_current(with_tests=with_tests):
            require_python()
            require_own_checkout()
            with one_at_a_time():
                if not is_current(with_tests=with_tests):
                    prepare(with_tests=with_tests or stamped().get("dev", False))
        if BY_ROOT:
            run([VENV / "bin" / "python", "-m", "compileall", "-q", "src"])
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"Stopped: {' '.join(map(str, failed.cmd))}\n{failed.stderr or ''}", file=sys.stderr)
        return 1
    return 0


def is_current(*, with_tests: bool) -> bool:
    """Whether the environment is what the lock files ask for."""
    stamp = stamped()
    return stamp.get("of") == fingerprint() and stamp.get("dev", False) >= with_tests


def stamped() -> dict[str, Any]:
    """Return what the last run wrote down."""
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def fingerprint() -> str:
    """Digest all that the environment is made from. Its own place counts: scripts in it name the path."""
    digest = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for name in (RUN_LOCK, DEV_LOCK, INSTALLER, BUILD_TOOL, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def require_python() -> None:
    """Go on with a newer Python of this machine when this one is too old."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in range(19, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    raise Missing(
        f"Journeywork needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}. "
        "Install one, or name it: make run PYTHON=/path/to/python3.11"
    )


def require_own_checkout() -> None:
    """Refuse early: an environment made by somebody else in a folder of somebody else ends in half of one."""
    if not os.access(ROOT, os.W_OK) or (VENV.exists() and not os.access(VENV, os.W_OK)):
        raise Missing(f"You may not write in {ROOT}: clone Journeywork into a folder of your own.")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let two makes at once take turns."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(*, with_tests: bool) -> None:
    """Make or mend the environment."""
    print("Preparing the Python environment in .venv (once, and after each change of a lock file).")
    bring_uv()
    python = VENV / "bin" / "python"
    if not works(python):
        run([UV, "venv", "--quiet", "--clear", "--python", sys.executable, VENV])
    STAMP.unlink(missing_ok=True)
    lock = DEV_LOCK if with_tests else RUN_LOCK
    compiled = ["--compile-bytecode"] if BY_ROOT else []
    run([UV, "pip", "sync", "--quiet", *compiled, "--python", python, "--require-hashes", lock])
    own = [UV, "pip", "install", "--quiet", "--python", python, "--no-deps", "--editable", "."]
    run([*own, "--build-constraints", BUILD_TOOL])
    STAMP.write_text(json.dumps({"of": fingerprint(), "dev": with_tests}))


def bring_uv() -> None:
    """Install the pinned uv into ``build/uv``, unless it is there."""
    wanted = ROOT / INSTALLER
    seal = BUILD / "uv" / "seal"
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if UV.exists() and seal.exists() and seal.read_text() == digest:
        return
    shutil.rmtree(BUILD / "uv", ignore_errors=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    run([*pip(), "install", *options, "--target", BUILD / "uv", "-r", wanted])
    seal.write_text(digest)


def pip() -> list[str | Path]:
    """Return a pip, from the least trouble to the most."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if not importlib.util.find_spec("ensurepip"):
        return [sys.executable, pip_of_the_system() / "pip"]
    run([sys.executable, "-m", "venv", "--clear", BUILD / "pip"])
    return [BUILD / "pip" / "bin" / "python", "-m", "pip"]


def pip_of_the_system() -> Path:
    """Return the pip that Debian and Ubuntu keep apart from Python: fetched, not installed, by anybody."""
    from system_packages import unpack

    try:
        return next(unpack("python3-pip-whl", BUILD / "pip").rglob("pip-*.whl"))
    except (OSError, subprocess.CalledProcessError, StopIteration):
        raise Missing(
            "This Python has neither pip nor ensurepip. Install one of them; on Debian and Ubuntu type:\n"
            f"  sudo apt-get update; sudo apt-get install python3.{sys.version_info[1]}-venv"
        ) from None


def works(python: Path) -> bool:
    """Whether the environment's Python is there and of this version."""
    ask = [python, "-c", "import sys; print(sys.version_info[:2])"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == str(sys.version_info[:2])


def run(command: Sequence[str | Path]) -> None:
    """Run a program in the checkout; its complaints are shown when it fails."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    # Not ours to follow: an environment that happens to be active in the caller's shell.
    environment.pop("VIRTUAL_ENV", None)
    subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        check=True,
        text=True,
        stderr=subprocess.PIPE,
        env=environment,
    )


if __name__ == "__main__":
    sys.exit(main())
