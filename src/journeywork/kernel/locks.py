"""One at a time: a lock in the database, held until the transaction ends."""

from django.db import connection

from journeywork.kernel.tenancy import current_org


def one_at_a_time(what: str) -> None:
    """Wait until no other transaction of this organisation holds `what`, then hold it.

    Must run inside `transaction.atomic`; the lock ends with it.
    """
    key = f"{what} {current_org()}"
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
