"""What the pages of Administration do, for programs: one file for each page."""

from ninja import Router

from journeywork.api.administration import (
    audit,
    authors,
    demo,
    jobs,
    people,
    rules,
    sources,
    teams,
    webhooks,
)

ROUTERS: tuple[Router, ...] = tuple(
    page.router for page in (people, teams, sources, authors, webhooks, rules, audit, jobs, demo)
)
