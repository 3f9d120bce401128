"""What one ``journeywork run`` is going to do, worked out before anything is started."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from journeywork.config.environment import Environment, load
from journeywork.config.place import checkout, data_folder
from journeywork.config.port import is_free, next_free


class Impossible(Exception):
    """What was asked for cannot be done; the text says why, and what to do."""


@dataclass(frozen=True)
class Plan:
    """Places, address and settings of one run.

    :param repository: what to import; None where there is nothing to import.
    :param given: the environment of this process, for the children to inherit.
    :param program: command line that starts our own program.
    """

    data: Path
    listen: str
    port: int
    address: str
    repository: Path | None
    given: Mapping[str, str]
    program: Sequence[str]
    remarks: Sequence[str] = ()

    @property
    def brings_database(self) -> bool:
        """Whether nobody has named a database, so that we bring one."""
        return not self.given.get("DATABASE_URL", "").strip()

    def settings(self) -> dict[str, str]:
        """Return the environment of the children, but for the database's addresses."""
        return {
            **self.given,
            "JOURNEYWORK_DATA": str(self.data),
            "JOURNEYWORK_PORT": str(self.port),
            "JOURNEYWORK_ADDRESS": self.address,
        }


def our_program() -> Sequence[str]:
    """Return the command line of our own program, as installed beside this Python."""
    return (str(Path(sys.executable).with_name("journeywork")),)


def make_plan(
    environ: Mapping[str, str],
    *,
    repository: Path | None,
    port: int | None,
    data: Path | None,
    program: Sequence[str],
) -> Plan:
    """Work out the plan.

    :raises WrongSetting: a setting makes no sense.
    :raises Impossible: the port or the repository that was named cannot be used.
    """
    settings = load(environ)
    chosen, remarks = _choose_port(settings, environ, port)
    named = settings["JOURNEYWORK_ADDRESS"] if environ.get("JOURNEYWORK_ADDRESS") else None
    return Plan(
        data=data_folder(data.absolute() if data else settings["JOURNEYWORK_DATA"]),
        listen=settings["JOURNEYWORK_LISTEN"],
        port=chosen,
        address=named or f"http://127.0.0.1:{chosen}",
        repository=_repository(repository),
        given=environ,
        program=program,
        remarks=remarks,
    )


def _choose_port(
    settings: Environment, environ: Mapping[str, str], named: int | None
) -> tuple[int, list[str]]:
    """Choose the port: a named one or none at all; the usual one may give way to the next."""
    listen = settings["JOURNEYWORK_LISTEN"]
    wanted = named or settings["JOURNEYWORK_PORT"]
    if is_free(listen, wanted):
        return wanted, []
    if named or environ.get("JOURNEYWORK_PORT"):
        raise Impossible(f"Port {wanted} on {listen} is taken. Name another one with --port.")
    chosen = next_free(listen, wanted)
    return chosen, [f"Port {wanted} is taken; using {chosen}."]


def _repository(named: Path | None) -> Path | None:
    """Resolve what to import: the named repository, else this checkout where it is one."""
    if named is None:
        home = checkout()
        return home if home and (home / ".git").exists() else None
    path = named.expanduser().resolve()
    if not path.is_dir():
        raise Impossible(f"There is no folder {path}.")
    return path
