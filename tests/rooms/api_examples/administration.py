"""Calls of what administrators do."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from journeywork.kernel import jobs
from journeywork.subscriptions import actions as subscriptions
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return a source, a failed job, and another system that is told."""
    return {
        "source_id": str(work.follow(kind="github", key="acme/payments", at=at)),
        "job_id": str(failed_job(cast.org)),
        "webhook_id": webhook(at),
    }


def webhook(at: datetime) -> str:
    """Return the identifier of another system that is told."""
    made, _ = subscriptions.add(
        name="wiki", address="https://w.example", kinds=["card.published"], by=None, at=at
    )
    return str(made.id)


def failed_job(org: UUID) -> int:
    """Return the number of a job of `org` that failed as often as it may."""
    jobs.defer("turn_fact", org=str(org), fact="x")
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute(
                "update procrastinate_jobs set status = %s where args->>'fact' = 'x'", [status]
            )
    return jobs.failed(org=org)[0].id


def webhooks(one: str) -> Examples:
    """Return the same for telling other systems."""
    new = {"name": "chat", "address": "https://c.example", "kinds": ["card.published"]}
    return {
        "kinds": ("GET", "admin/webhook-kinds", None),
        "webhooks": ("GET", "admin/webhooks", None),
        "add": ("POST", "admin/webhooks", new),
        "read": ("GET", one, None),
        "change": ("PATCH", one, {"name": "the wiki"}),
        "renew": ("POST", f"{one}/secret", {"overlap_hours": 24}),
        "try_out": ("POST", f"{one}/test", None),
        "pause": ("POST", f"{one}/pause", None),
        "resume": ("POST", f"{one}/resume", None),
        "deliveries": ("GET", f"{one}/deliveries", None),
        "dead_letters": ("GET", "admin/dead-letters", None),
        "again": ("POST", "admin/dead-letters/again", {}),
        "drop": ("POST", "admin/dead-letters/drop", {}),
        "remove": ("DELETE", one, None),
    }


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    person, team = f"admin/people/{things['person']}", f"admin/teams/{things['team']}"
    rule, job = "admin/rules/stuck_check", f"admin/jobs/{things['job_id']}"
    written: dict[str, object] = {
        "title": "Stuck",
        "need": "solve",
        "says": "It has failed again",
        "when": [{"measure": "type", "test": "is", "value": "check.failed"}],
        "wants": ["card"],
        "once_per": ["subject"],
    }
    named = {"handle": things["handle"], "person": things["person"]}
    new = {"name": "Frida", "email": "frida@fairwater.example"}
    pages = {
        "people": {
            "accounts": ("GET", "admin/people", None),
            "invite": ("POST", "admin/people", new),
            "read": ("GET", person, None),
            "change": ("PATCH", person, {"zone_name": "Europe/Lisbon"}),
            "let_in": ("POST", f"{person}/invite", None),
            "leave": ("POST", f"{person}/leave", None),
            "erase": ("POST", f"{person}/erase", None),
        },
        "teams": {
            "add": ("POST", "admin/teams", {"name": "Ledger"}),
            "change": ("PATCH", team, {"name": "Payments and fees"}),
        },
        "sources": {
            "sources": ("GET", "admin/sources", None),
            "connect": ("POST", "admin/sources", {"kind": "gitlab", "key": "acme/fees"}),
            "disconnect": ("DELETE", f"admin/sources/{things['source_id']}", None),
            "set_aside": ("GET", "admin/set-aside", None),
            "again": ("POST", "admin/set-aside/again", None),
        },
        "authors": {
            "unknown": ("GET", "admin/authors", None),
            "name": ("POST", "admin/authors", named),
        },
        "rules": {
            "rules": ("GET", "admin/rules", None),
            "read": ("GET", rule, None),
            "put": ("PUT", rule, written),
            "switch": ("POST", f"{rule}/switch", {"enabled": False}),
            "preview": ("POST", f"{rule}/preview", written),
            "reset": ("DELETE", rule, None),
            "change_policy": ("PATCH", "admin/policy", {"per_day": 1}),
        },
        "audit": {
            "lines": ("GET", "admin/audit", None),
            "verify": ("POST", "admin/audit/verify", None),
        },
        "jobs": {
            "failed": ("GET", "admin/jobs", None),
            "again": ("POST", f"{job}/again", None),
            "give_up": ("DELETE", job, None),
        },
        "webhooks": webhooks(f"admin/webhooks/{things['webhook_id']}"),
        "demo": {
            "read": ("GET", "admin/demo", None),
            "load": ("POST", "admin/demo", None),
            "remove": ("DELETE", "admin/demo", None),
        },
    }
    return {
        f"administration.{page}.{name}": call
        for page, calls in pages.items()
        for name, call in calls.items()
    }
