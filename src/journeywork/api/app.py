"""The API as a whole: /api/v1, OpenAPI 3.1, browsable at /api/v1/docs."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from journeywork.api import (
    activities,
    administration,
    asking,
    assignments,
    cards,
    climate,
    coaching,
    debriefs,
    drafts,
    evidence,
    following,
    growth,
    matches,
    me,
    mentoring,
    people,
    posts,
    problems,
    programmes,
    requests,
    rounds,
    shadowing,
    upkeep,
    watching,
    work,
)
from journeywork.api.doors import TokenBearer, name_of
from journeywork.api.gate import GatedParser
from journeywork.api.openapi import described
from journeywork.api.reference import Reference


class Api(NinjaAPI):
    """The API with its description completed: problems, permissions, identifiers."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name under which the operation stands in the tables of `doors`."""
        return name_of(operation.view_func)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._documents: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI 3.1 document, which nobody may change.

        It is the same for everybody and takes a second to make, so a process makes it once.
        """
        where = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if where not in self._documents:
            self._documents[where] = described(super().get_openapi_schema(path_prefix=where))
        return self._documents[where]


api = Api(
    title="Journeywork",
    version="1",
    description="Work is learning, and learning is the work. What the pages do, for programs.",
    auth=TokenBearer(),
    parser=GatedParser(),
    urls_namespace="api",
    docs=Reference(),
)
ROOMS = (asking, drafts, cards, upkeep, requests, posts, following, activities, climate)
TOGETHER = (debriefs, growth, coaching, assignments, shadowing, watching)
MENTORING = (mentoring, matches, programmes, rounds)
for room in (*ROOMS, *TOGETHER, *MENTORING, work, people, me, evidence):
    api.add_router("", room.router)
for page in administration.ROUTERS:
    api.add_router("", page)
problems.install(api)
