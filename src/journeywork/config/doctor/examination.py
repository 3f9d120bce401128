"""All examinations, one after the other; one that breaks down does not stop the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from journeywork.config.cluster import ClusterError
from journeywork.config.doctor import database, machine
from journeywork.config.doctor.finding import Finding, fail, ok
from journeywork.config.environment import Environment, WrongSetting, load
from journeywork.config.place import data_folder, embedded_addresses

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
    yield from _carefully("time zones", machine.time_zones)
    yield from _carefully("mail", lambda: machine.mail(environment["JOURNEYWORK_MAIL"]))
    yield from _carefully("database", lambda: database.examine(_address(environment)))


def _address(environment: Environment) -> str:
    """Return the database's address: the named one, else that of the embedded one."""
    named: str = environment["DATABASE_URL"]
    return named or embedded_addresses(data_folder(environment["JOURNEYWORK_DATA"]))[0]


def _carefully(check: str, examination: Examination) -> Iterator[Finding]:
    try:
        yield from examination()
    except (OSError, ClusterError, database.Unreachable) as fault:
        yield fail(check, str(fault).strip(), "Mend this, then ask the doctor again.")
