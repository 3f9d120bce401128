"""Making a new data folder: initdb, the two roles, the database; whole or not at all."""

from collections.abc import Sequence

from journeywork.config.cluster import roles
from journeywork.config.cluster.account import Account
from journeywork.config.cluster.binaries import Binaries
from journeywork.config.cluster.faults import ClusterError
from journeywork.config.cluster.layout import Layout, make_private, remove


def create(layout: Layout, binaries: Binaries, account: Account) -> None:
    """Make the data folder, and leave no half-made one behind: it gets its name as the last step.

    :raises ClusterError: a program failed; its own words are in the text.
    """
    if layout.draft.exists():  # An earlier attempt was killed.
        remove(layout.draft)
    make_private(layout.draft, account)
    initdb(layout, binaries, account)
    _say_sql(layout, binaries, account, "postgres", roles.ROLE_STATEMENTS)
    _say_sql(layout, binaries, account, "postgres", roles.DATABASE_STATEMENTS)
    layout.remember_programs(binaries.folder, binaries.version)
    layout.draft.rename(layout.pgdata)


def initdb(layout: Layout, binaries: Binaries, account: Account) -> None:
    """Make an empty cluster in the draft folder.

    :raises ClusterError: initdb failed; its own words are in the text.
    """
    command = [str(binaries.program("initdb")), f"--pgdata={layout.draft}", "--username=postgres"]
    options = ["--auth-local=peer", "--auth-host=reject", "--data-checksums"]
    options += ["--encoding=UTF8", "--locale=C.UTF-8"]
    if binaries.has_builtin_locale:
        options += ["--locale-provider=builtin"]
    answer = account.run([*command, *options])
    if answer.returncode != 0:
        raise ClusterError(f"initdb failed in {layout.folder}: {answer.stderr.strip()}")


def _say_sql(
    layout: Layout, binaries: Binaries, account: Account, database: str, statements: Sequence[str]
) -> None:
    """Run statements in single-user mode: the superuser needs no door in the running server."""
    command = [str(binaries.program("postgres")), "--single", "-D", str(layout.draft)]
    text = "".join(f"{statement};\n" for statement in statements)
    answer = account.run([*command, "-c", "exit_on_error=true", database], text)
    if answer.returncode != 0:
        raise ClusterError(f"Making roles and database failed: {answer.stderr.strip()}")
