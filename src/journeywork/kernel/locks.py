"""One at a time: a lock in the database, held until the transaction ends."""

from django.db import connection

from journeywork.kernel.tenancy import current_org


def one_at_a_time(what: str) -> None:
    """Wait until no other transaction of this organisation holds `what`, then hold it.

    Must run inside `transaction.atomic`; the lock ends with it.
    """
    _hold(f"{what} {current_org()}")


def one_at_a_time_here(what: str) -> None:
    """The same for the whole installation; needs no organisation in force."""
    _hold(f"{what} everywhere")


def held_if_free(what: str) -> bool:
    """Hold `what` as `one_at_a_time` does where nobody does, without waiting; tell whether."""
    with connection.cursor() as cursor:
        key = f"{what} {current_org()}"
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        return bool(cursor.fetchone()[0])


def _hold(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
