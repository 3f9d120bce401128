"""All examinations, one after the other; one that breaks down does not stop the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from journeywork.config.cluster import Cluster, ClusterError
from journeywork.config.doctor import database, machine
from journeywork.config.doctor.finding import Finding, fail, ok
from journeywork.config.environment import Environment, WrongSetting, load
from journeywork.config.place import cluster_folder, data_folder, embedded_addresses

Examination = Callable[[], Iterable[Finding]]


def examine(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is found. Changes nothing anywhere."""
    try:
        environment = load(environ)
    except WrongSetting as fault:
        yield fail("settings", str(fault), "Set it right; docs/reference lists every setting.")
        return
    yield ok("settings", "every setting makes sense")
    data = data_folder(environment["JOURNEYWORK_DATA"])
    yield from machine.safety(environment)
    yield from _carefully("data folder", lambda: machine.folder(data))
    yield from _carefully("disk", lambda: machine.disk(data))
    yield from _carefully("index", lambda: machine.index(data))
    chosen = environment["JOURNEYWORK_SEMANTIC_MODEL"]
    yield from _carefully("model", lambda: machine.model(chosen))
    yield from _carefully("time zones", machine.time_zones)
    yield from _carefully("mail", lambda: machine.mail(environment["JOURNEYWORK_MAIL"]))
    yield from _carefully("database", lambda: _database(environment, data))


def _database(environment: Environment, data: Path) -> Iterator[Finding]:
    """Examine the database that is named, else the embedded one."""
    named: str = environment["DATABASE_URL"]
    if named:
        yield from database.examine(named)
    elif Cluster(cluster_folder(data)).is_running():
        yield from database.examine(embedded_addresses(data)[0])
    else:
        says = f"the embedded PostgreSQL in {cluster_folder(data)} does not run"
        yield fail("database", says, "Type: make run. Or name another one in DATABASE_URL.")


def _carefully(check: str, examination: Examination) -> Iterator[Finding]:
    try:
        yield from examination()
    except (OSError, ClusterError, database.Unreachable) as fault:
        yield fail(check, " ".join(str(fault).split()), "Mend this, then ask the doctor again.")
