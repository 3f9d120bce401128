"""The server's configuration files, written anew before every start."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from journeywork.config.cluster.roles import APP, OWNER

OUR_FILE = "journeywork.conf"
_INCLUDE = f"include_if_exists = '{OUR_FILE}'"
_MEBIBYTE = 1024 * 1024

# What is accepted must be durable; what is slow on a small machine is off; what people wrote does
# not reach the log (statements and the detail lines of errors carry their values).
_ALWAYS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    "max_connections": "80",
    "work_mem": "8MB",
    "max_wal_size": "1GB",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "1",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "log_startup_progress_interval": "2s",
}


def write_settings(data: Path, socket: Path, overrides: Mapping[str, str]) -> None:
    """Write our settings into the data folder; ``postgresql.conf`` keeps what initdb chose."""
    chosen = {**_ALWAYS, **_memory(), "unix_socket_directories": str(socket), **overrides}
    lines = [f"{name} = '{_quoted(value)}'" for name, value in sorted(chosen.items())]
    _write(data / OUR_FILE, ["# Written by Journeywork at every start.", *lines])
    main = data / "postgresql.conf"
    lines = main.read_text().splitlines()
    if _INCLUDE not in lines:
        _write(main, [*lines, _INCLUDE])


def write_access(data: Path, accounts: Sequence[str]) -> None:
    """Let these operating-system accounts in, by peer authentication, as our two roles only."""
    _write(
        data / "pg_hba.conf",
        [
            f'local all "{OWNER}","{APP}" peer map=journeywork',
            "local all all reject",
            "local replication all reject",
            "host all all all reject",
        ],
    )
    _write(
        data / "pg_ident.conf",
        [f'journeywork "{account}" "{role}"' for account in accounts for role in (OWNER, APP)],
    )


def write_upgrade_access(data: Path, account: str) -> None:
    """Let pg_upgrade, run by this account, in as the superuser; the next start takes it back."""
    _write(data / "pg_hba.conf", ['local all "postgres" peer map=journeywork'])
    _write(data / "pg_ident.conf", [f'journeywork "{account}" "postgres"'])


def _memory() -> dict[str, str]:
    """Give an eighth of the machine's memory for shared buffers, between 64 and 512 MB."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MEBIBYTE
    shared = max(64, min(512, total // 8))
    return {
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(shared, total // 3)}MB",
        "maintenance_work_mem": f"{max(32, min(128, total // 32))}MB",
    }


def _quoted(value: str) -> str:
    return value.replace("'", "''")


def _write(path: Path, lines: Sequence[str]) -> None:
    """Write a file in the data folder for its owner; as root, follow no link that stands there."""
    owner = path.parent.stat()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
        file.write("\n".join(lines) + "\n")
