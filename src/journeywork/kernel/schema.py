"""What the database itself holds of the promises, applied to every model by walking them.

Runs after the migrations, as the owner of the tables, and may run again at any time:
row-level security by organisation, rights of the application's role, append-only tables,
and foreign keys that lead with the organisation. No model can be forgotten.
"""

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.db import connections

from journeywork.kernel.rows import Scoped

APP_ROLE = "journeywork_app"
#: SQL: the person who reads what is private, null for nobody (`kernel.reader`).
READER = "nullif(current_setting('journeywork.reader', true), '')::uuid"
APPEND_ONLY = ("kernel.PublishedFact", "kernel.AuditEntry", "kernel.Look")


_DELETE = "delete from public.TABLE where org = doomed;"
_REMOVE_DEMO = """
create or replace function journeywork_remove_demo(doomed uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare before text := current_setting('journeywork.org', true);
begin
    if not exists (select from public.people_organisation where id = doomed and is_demo) then
        raise exception 'organisation % is no demo', doomed;
    end if;
    perform set_config('journeywork.org', doomed::text, true);
    DELETES
    delete from public.procrastinate_jobs where status <> 'doing' and args->>'org' = doomed::text;
    delete from public.people_seat where org = doomed;
    delete from public.people_organisation where id = doomed;
    perform set_config('journeywork.org', coalesce(before, ''), true);
end $$
"""


def scoped_models() -> list[type[Scoped]]:
    """Return every stored model that belongs to one organisation."""
    return [model for model in apps.get_models() if issubclass(model, Scoped)]


def harden(alias: str) -> None:
    """Bring the database behind the connection `alias` in line with the declarations."""
    with connections[alias].cursor() as cursor:
        tables = set(connections[alias].introspection.table_names(cursor))
        models = [model for model in scoped_models() if model._meta.db_table in tables]
        for statement in statements(models):
            cursor.execute(statement)


def statements(models: Sequence[type[Scoped]]) -> Iterator[str]:
    """Yield the SQL that `harden` runs for `models`; each may run again without harm."""
    yield f"grant usage on schema public to {APP_ROLE}"
    yield f"grant select, insert, update, delete on all tables in schema public to {APP_ROLE}"
    yield f"grant usage, select on all sequences in schema public to {APP_ROLE}"
    yield f"grant execute on all functions in schema public to {APP_ROLE}"
    for model in models:
        yield from _row_security(model._meta.db_table)
        yield from _foreign_keys(model, models)
        yield from _privacy(model)
    for label in APPEND_ONLY:
        table = _model(label)._meta.db_table
        yield f"revoke update, delete, truncate on {table} from {APP_ROLE}"
    yield from _demo_removal(models)


def _model(label: str) -> type[Scoped]:
    return apps.get_model(label)  # noqa: TID251 -- by declaration


def _row_security(table: str) -> Iterator[str]:
    mine = "org = nullif(current_setting('journeywork.org', true), '')::uuid"
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"
    yield f"drop policy if exists own_org on {table}"
    yield f"create policy own_org on {table} using ({mine}) with check ({mine})"


_AUTHORS = """
create or replace function TABLE_authors() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct AUTHOR from public.TABLE
    where org = nullif(current_setting('journeywork.org', true), '')::uuid
$$
"""


def _privacy(model: type[Scoped]) -> Iterator[str]:
    """Let the application read and write private rows for their authors, and show shared ones.

    The policies stand beside that of the organisation and only ever take away. They hold for
    the application's role: the owner, as whom no request runs, removes a demo with all in it.
    """
    if not model.private_to:
        return
    table, mine = model._meta.db_table, f"{model.private_to} = {READER}"
    rules = {
        "select": f"using ({mine} or {model.shown_to})",
        "insert": f"with check ({mine})",
        "update": f"using ({mine}) with check ({mine})",
        "delete": f"using ({mine})",
    }
    for verb, rule in rules.items():
        yield f"drop policy if exists private_{verb} on {table}"
        yield (
            f"create policy private_{verb} on {table} as restrictive for {verb} "
            f"to {APP_ROLE} {rule}"
        )
    yield _AUTHORS.replace("TABLE", table).replace("AUTHOR", model.private_to)
    yield f"revoke all on function {table}_authors() from public"
    yield f"grant execute on function {table}_authors() to {APP_ROLE}"


def _foreign_keys(model: type[Scoped], models: Sequence[type[Scoped]]) -> Iterator[str]:
    table = model._meta.db_table
    for column, label in model.references.items():
        if _model(label) not in models:
            continue
        target = _model(label)._meta.db_table
        name = f"{table}_{column}_in_org"
        yield (
            f"do $$ begin if not exists (select from pg_constraint where conname = '{name}') then "
            f"alter table {table} add constraint {name} foreign key (org, {column}) "
            f"references {target} (org, id) deferrable initially deferred; end if; end $$"
        )


def _demo_removal(models: Sequence[type[Scoped]]) -> Iterator[str]:
    """Let the application remove a demo, append-only tables too, and no other organisation.

    The function runs as the owner of the tables. Whether an organisation is a demo is said when
    it is created; the application cannot change it afterwards.
    """
    tables = [model._meta.db_table for model in models]
    deletes = " ".join(_DELETE.replace("TABLE", table) for table in tables)
    yield f"revoke update on people_organisation from {APP_ROLE}"
    yield f"grant update (key, name) on people_organisation to {APP_ROLE}"
    yield _REMOVE_DEMO.replace("DELETES", deletes)
    yield "revoke all on function journeywork_remove_demo(uuid) from public"
    yield f"grant execute on function journeywork_remove_demo(uuid) to {APP_ROLE}"
