"""Reading without the ORM, for the few questions that are asked a thousand times an hour.

The same connection, the same transaction, the same organisation in force; row-level security
holds here as everywhere, and a statement names its organisation itself (`current_org`). What
is spared is making the statement anew each time (PostgreSQL keeps it prepared), and a model
with a state of its own for each row. It stands where a profile says that it counts.
"""

from collections.abc import Mapping
from time import perf_counter
from typing import Any

import psycopg
from django.db import connection


def read(statement: str, given: Mapping[str, Any]) -> list[Any]:
    """Return the rows of a fixed statement as tuples; faults are those of Django's database.

    `given` stands in places like `%(org)s`. Never put a value into the statement itself: each
    wording is kept prepared.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    began = perf_counter()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, given, prepare=True, binary=True)
        found = cursor.fetchall()
    if connection.queries_logged:  # Whoever counts statements counts these, too.
        told = {"sql": statement, "time": f"{perf_counter() - began:.3f}"}
        connection.queries_log.append(told)
    return found
