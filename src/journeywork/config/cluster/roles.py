"""The two database roles and the database, and the SQL that makes them.

What the application's role may do with each table is granted by ``journeywork migrate``, here as
on a PostgreSQL that somebody else runs.
"""

OWNER = "journeywork_owner"
APP = "journeywork_app"
DATABASE = "journeywork"

# createdb: the tests make and drop databases of their own. createrole: a report may want a role
# that only reads. Neither role passes row-level security by an attribute.
ROLE_STATEMENTS = (
    f"create role {OWNER} login createrole createdb nosuperuser nobypassrls",
    f"create role {APP} login nocreaterole nocreatedb nosuperuser nobypassrls",
)

DATABASE_STATEMENTS = (
    f"create database {DATABASE} owner {OWNER}",
    f"revoke all on database {DATABASE} from public",
    f"grant connect, temporary on database {DATABASE} to {APP}",
)
