"""PostgreSQL's own full-text search, to compare with: what a good first version looks like.

A generated `tsvector` column with a GIN index, an index on the organisation, analysed and
warm; the question's words joined with "or", the same organisation and visibility filter, the
best hundred by `ts_rank`, the quick one, or by `ts_rank_cd`, which looks how near each other the
words stand. It has a table of its own with nothing else in it.
"""

import re
from collections.abc import Sequence
from time import perf_counter
from typing import LiteralString
from uuid import UUID

import psycopg

_MADE = (
    """create table searched as select id, org, title || ' ' || body as says,
    case state when 'published' then array['everyone']
               when 'draft' then array[replace(author::text, '-', '')]
               else array[]::text[] end as audience
    from knowledge_card limit 0""",
    """alter table searched add column found tsvector
    generated always as (to_tsvector('english', says)) stored""",
)
_FILLED = """insert into searched select id, org, title || ' ' || body,
    case state when 'published' then array['everyone']
               when 'draft' then array[replace(author::text, '-', '')]
               else array[]::text[] end
    from knowledge_card"""
_ASKED = """select id, {rank}(found, asked) as fits
    from searched, to_tsquery('english', %s) as asked
    where org = %s and audience && %s::text[] and found @@ asked
    order by fits desc limit 100"""
#: A question may take so long that a handful must do.
PATIENCE = 600_000


class FullText:
    """The table; `owner` may make it."""

    def __init__(self, owner: psycopg.Connection, orgs: Sequence[UUID]) -> None:
        self._link = owner
        began = perf_counter()
        for statement in _MADE:
            owner.execute(statement)
        for org in orgs:
            owner.execute("select set_config('journeywork.org', %s, false)", [str(org)])
            owner.execute(_FILLED)
        owner.execute("create index on searched using gin (found)")
        owner.execute("create index on searched (org)")
        owner.commit()
        self.seconds = perf_counter() - began
        owner.execute("analyze searched")
        owner.commit()
        owner.execute(f"set statement_timeout = {PATIENCE}")

    def megabytes(self) -> float:
        """Return what table and indices take on disk."""
        row = self._link.execute("select pg_total_relation_size('searched')").fetchone()
        return float(row[0]) / 1e6 if row else 0.0

    def ask(
        self, question: str, org: UUID, audience: Sequence[str], rank: LiteralString = "ts_rank"
    ) -> list[UUID]:
        """Return the best hundred."""
        words = " | ".join(re.findall(r"\w+", question))
        asked = _ASKED.format(rank=rank)
        return [id for id, _ in self._link.execute(asked, [words, org, list(audience)])]
