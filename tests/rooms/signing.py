"""The other end of a webhook: how each kind of sender proves what it sends."""

import base64
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from journeywork.work import actions
from journeywork.work.secrets import secrets_of
from tests.fakes.knocking import Answer, knock

REPOSITORY = {"name": "billing", "html_url": "https://git.example/fairwater/billing"}
PULL = {"id": 9, "number": 12, "title": "Fee", "created_at": "2026-03-10T09:00:00Z"}
OPENED = {"action": "opened", "repository": REPOSITORY, "pull_request": PULL}
BODIES: dict[str, Any] = {
    "github": OPENED,
    "gitea": OPENED,
    "gitlab": {
        "object_kind": "issue",
        "project": {"name": "billing"},
        "object_attributes": {"id": 1, "action": "open", "created_at": "2026-03-10T09:00:00Z"},
    },
    "standard": {
        "type": "ticket.created",
        "timestamp": "2026-03-10T09:00:00Z",
        "data": {"id": 7, "title": "Down"},
    },
}
Headers = dict[str, str]


def encoded(kind: str) -> bytes:
    return json.dumps(BODIES[kind]).encode()


def hex_of(secret: str, body: bytes, algorithm: str = "sha256") -> str:
    return hmac.new(secret.encode(), body, algorithm).hexdigest()


def headers(kind: str, secret: str, body: bytes, **more: Any) -> Headers:
    """Return what a sender of `kind` sends along with `body`."""
    if kind == "standard":
        return standard(secret, body, **more)
    proofs = {
        "github": {
            "X-GitHub-Event": "pull_request",
            "X-GitHub-Delivery": "d-1",
            "X-Hub-Signature-256": f"sha256={hex_of(secret, body)}",
        },
        "gitea": {
            "X-Gitea-Event": "pull_request",
            "X-Gitea-Delivery": "d-1",
            "X-Gitea-Signature": hex_of(secret, body),
        },
        "gitlab": {"X-Gitlab-Event": "Issue Hook", "X-Gitlab-Token": secret},
    }
    return proofs[kind]


def standard(
    secret: str, body: bytes, *, late: float = 0, id: str = "msg_1", algorithm: str = "sha256"
) -> Headers:
    """Sign as the specification of Standard Webhooks says; `late` in seconds."""
    moment = int((clock.now() - timedelta(seconds=late)).timestamp())
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{id}.{moment}.".encode() + body, algorithm).digest()
    return {
        "webhook-id": id,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }


PROOF = {
    "github": "X-Hub-Signature-256",
    "gitea": "X-Gitea-Signature",
    "gitlab": "X-Gitlab-Token",
    "standard": "webhook-signature",
}


@dataclass
class Line:
    """A connected source, seen from its own end."""

    kind: str
    org: UUID
    source: UUID

    @property
    def path(self) -> str:
        return f"/ingest/{self.kind}/{self.org}/{self.source}"

    @property
    def secret(self) -> str:
        return secrets_of(kind=self.kind, org=self.org, source=self.source)[0]

    @property
    def body(self) -> bytes:
        return encoded(self.kind)

    def signed(self, **more: Any) -> Headers:
        return headers(self.kind, self.secret, self.body, **more)

    def sends(self, headers: Any, body: bytes | None = None) -> Answer:
        return knock(self.path, self.body if body is None else body, headers=headers)


def elsewhere(kind: str, at: datetime) -> Line:
    """Another organisation's source."""
    other = people.create_organisation(key="elsewhere", name="Elsewhere", at=at).id
    with within(other):
        return Line(kind, other, actions.follow(kind=kind, key="billing", at=at))
