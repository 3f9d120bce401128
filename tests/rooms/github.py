"""GitHub's end of a webhook: a repository, its people, and what is delivered."""

import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

from journeywork.work.secrets import secrets_of
from tests.fakes.knocking import knock

REPOSITORY = {
    "name": "billing",
    "full_name": "fairwater/billing",
    "html_url": "https://github.com/fairwater/billing",
    "default_branch": "main",
}
ANA = {"login": "ana", "type": "User"}
BEN = {"login": "ben", "type": "User"}


def pull_request(action: str, **more: Any) -> dict[str, Any]:
    change = {
        "id": 901,
        "number": 12,
        "title": "Charge the fee once",
        "body": "The retry charged it twice.",
        "user": ANA,
        "labels": [{"name": "billing"}],
        "created_at": "2026-03-09T09:00:00Z",
        "updated_at": "2026-03-09T09:30:00Z",
        "html_url": "https://github.com/fairwater/billing/pull/12",
    }
    return {
        "action": action,
        "repository": REPOSITORY,
        "sender": ANA,
        "pull_request": change | more,
    }


def deliver(
    org: UUID, source: UUID, payload: Any, *, name: str = "pull_request", secret: str = ""
) -> Any:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    key = secret or secrets_of(kind="github", org=org, source=source)[0]
    signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return knock(
        f"/ingest/github/{org}/{source}",
        body,
        headers={
            "Content-Type": "application/json",
            "X-GitHub-Event": name,
            "X-GitHub-Delivery": "d-1",
            "X-Hub-Signature-256": f"sha256={signature}",
        },
    )
