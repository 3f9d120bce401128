"""The API as a whole: /api/v1, OpenAPI 3.1, browsable at /api/v1/docs."""

from ninja import NinjaAPI, Redoc

from journeywork.api import asking, cards, problems, working
from journeywork.api.doors import TokenBearer

api = NinjaAPI(
    title="Journeywork",
    version="1",
    description="Work is learning, and learning is the work.",
    auth=TokenBearer(),
    urls_namespace="api",
    docs=Redoc(),
)
api.add_router("", asking.router)
api.add_router("", cards.router)
api.add_router("", working.router)
problems.install(api)
