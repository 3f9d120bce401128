"""The two database roles, and the SQL that makes them.

The same statements stand in the how-to for a PostgreSQL that somebody else runs, so that both
doors lead to the same rights.
"""

OWNER = "journeywork_owner"
APP = "journeywork_app"
DATABASE = "journeywork"

# createdb: the tests make and drop databases of their own. createrole: a later room may want a
# read-only role. Neither role passes row-level security by an attribute.
ROLE_STATEMENTS = (
    f"create role {OWNER} login createrole createdb nosuperuser nobypassrls",
    f"create role {APP} login nocreaterole nocreatedb nosuperuser nobypassrls",
)

# Default rights live in each database; set in template1 they pass to every database made from it.
_GRANT = f"alter default privileges for role {OWNER} grant"
PRIVILEGE_STATEMENTS = (
    f"{_GRANT} select, insert, update, delete on tables to {APP}",
    f"{_GRANT} usage, select on sequences to {APP}",
)

DATABASE_STATEMENTS = (
    f"create database {DATABASE} owner {OWNER}",
    f"revoke all on database {DATABASE} from public",
    f"grant connect, temporary on database {DATABASE} to {APP}",
)
