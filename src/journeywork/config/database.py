"""How Django reaches PostgreSQL: as the application's role, and as the owner for migrations."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from journeywork.config.cluster import ClusterError
from journeywork.config.environment import Environment
from journeywork.config.place import embedded_addresses
from journeywork.kernel.tenancy import leave_no_trace

#: Milliseconds. No statement, lock or idle transaction may hold others up for ever.
TIMEOUTS = {
    "statement_timeout": "30000",
    "lock_timeout": "10000",
    "idle_in_transaction_session_timeout": "60000",
}


def addresses(environment: Environment, data: Path) -> tuple[str, str]:
    """Return where the database is, as the application and as the owner of the tables.

    The environment's, else that of the embedded database below `data`. Where that was never
    started either, connecting fails and says so.
    """
    named = environment["DATABASE_URL"]
    if named:
        return named, environment["DATABASE_OWNER_URL"] or named
    try:
        return embedded_addresses(data)
    except ClusterError:
        nowhere = "postgresql://journeywork_app@/journeywork?host=/nowhere"
        return nowhere, nowhere


def connection_settings(url: str, *, pooled: bool, timeouts: bool = True) -> dict[str, Any]:
    """Return Django's connection dictionary for a `postgresql://` address.

    `?host=/folder` names a socket folder, as libpq has it. `pooled` keeps connections open
    in a pool shared by the process's threads. Migrations run without `timeouts`.
    """
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    options: dict[str, Any] = {"application_name": "journeywork"}
    if timeouts:
        options["options"] = " ".join(f"-c {name}={most}" for name, most in TIMEOUTS.items())
    if pooled:
        options["pool"] = {
            "min_size": 1,
            "max_size": 12,
            "timeout": 10,
            # Or it would wait as long again as the database was away, before it looks anew.
            "reconnect_timeout": 10,
            "reset": leave_no_trace,
        }
    host = query.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": options | query,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "CONN_HEALTH_CHECKS": True,
    }
