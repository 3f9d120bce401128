"""Only who has the secret is let in, and who has not learns nothing: not even what there is."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette

from journeywork.connectors.webhook import Delivery, Sender, webhook
from journeywork.kernel import clock
from journeywork.kernel.direct import Direct
from journeywork.kernel.fast_doors import ANSWERS
from journeywork.work import actions, queries
from journeywork.work.direct_intake import Intake
from journeywork.work.secrets import secrets_of
from tests.fakes.knocking import Knock, knock_often
from tests.rooms.signing import BODIES, PROOF, Headers, Line, elsewhere, headers, hex_of

KINDS = pytest.mark.parametrize("kind", BODIES)


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


@pytest.fixture(autouse=True)
def at() -> Any:
    """Now, as far as everybody here knows."""
    tuesday = datetime.fromisoformat("2026-03-10T10:00:00Z")
    with clock.fixed(tuesday):
        yield tuesday


@pytest.fixture
def line(org: UUID, kind: str, at: datetime) -> Line:
    return Line(kind, org, actions.follow(kind=kind, key="billing", at=at))


@KINDS
def test_with_the_secret_it_comes_in_once(line: Line) -> None:
    """The control: what is refused below is refused for its proof alone."""
    first, again = line.sends(line.signed()), line.sends(line.signed())
    assert (first.status_code, first.json()) == (202, {"new": 1, "repeated": 0})
    assert (again.status_code, again.json()) == (202, {"new": 0, "repeated": 1})


def forgeries(line: Line, at: datetime) -> dict[str, Headers]:
    """Return proofs that are none, by what is wrong with them."""
    kind, body, good = line.kind, line.body, line.signed()
    proof, value = PROOF[kind], good[PROOF[kind]]
    foreign = elsewhere(kind, at)
    beside = Line(kind, line.org, actions.follow(kind=kind, key="beside", at=at))
    other_kind = next(each for each in BODIES if each not in (kind, "standard"))
    same_id = secrets_of(kind=other_kind, org=line.org, source=line.source)[0]
    guessed = "whsec_" + base64.b64encode(b"guessed-guessed-guessed!").decode()
    wrong = {
        "guessed": headers(kind, guessed, body),
        "another organisation's": headers(kind, foreign.secret, body),
        "another source's": headers(kind, beside.secret, body),
        "an empty secret's": headers(kind, "", body),
        "stripped": {name: each for name, each in good.items() if name != proof},
        "empty": good | {proof: ""},
        "in the other case": good | {proof: value.swapcase()},
        "cut": good | {proof: value[:-1]},
        "longer": good | {proof: value + "0"},
        "of other letters": good | {proof: "é" * len(value)},
    }
    if kind != "standard":
        wrong["another kind's"] = headers(kind, same_id, body)
        wrong["twice in one, with a space"] = good | {proof: f"{value} {value}"}
        wrong["twice in one, with a comma"] = good | {proof: f"{value}, {value}"}
    if kind in ("github", "gitea"):
        prefix = "sha256=" if kind == "github" else ""
        for name in ("sha1", "md5", "sha512", "sha3_256"):
            wrong[name] = good | {proof: prefix + hex_of(line.secret, body, name)}
        plain = hashlib.sha256(line.secret.encode() + body).hexdigest()
        wrong["a plain digest"] = good | {proof: prefix + plain}
        wrong["without or with a prefix"] = good | {
            proof: hex_of(line.secret, body) if prefix else f"sha256={value}"
        }
    if kind == "github":
        wrong["the old header"] = wrong["stripped"] | {
            "X-Hub-Signature": f"sha1={hex_of(line.secret, body, 'sha1')}"
        }
    return wrong


@KINDS
def test_no_other_proof_is_one_and_nothing_is_kept(line: Line, at: datetime) -> None:
    wrong = forgeries(line, at)
    answers = knock_often([Knock(line.path, line.body, headers=each) for each in wrong.values()])
    assert {
        name: answer.status_code for name, answer in zip(wrong, answers, strict=True)
    } == dict.fromkeys(wrong, 401)
    assert list(queries.all_events()) == []
    assert list(queries.set_aside(limit=9)) == []


@pytest.mark.parametrize("kind", ["github", "gitea", "gitlab"])
def test_a_header_that_stands_twice_is_no_proof(line: Line) -> None:
    good = line.signed()
    proof = PROOF[line.kind]
    for more in ((proof, good[proof]), (proof.lower(), "nonsense")):
        assert line.sends([*good.items(), more]).status_code == 401


@pytest.mark.parametrize("kind", ["github", "gitea", "standard"])
def test_the_same_json_in_other_bytes_is_not_what_was_signed(line: Line) -> None:
    """GitLab sends a token that says nothing of the body; hence an address with https there."""
    others = [
        json.dumps(BODIES[line.kind], indent=1).encode(),
        json.dumps(BODIES[line.kind], separators=(",", ":")).encode(),
        json.dumps(BODIES[line.kind], sort_keys=True).encode() + b"\n",
        line.body + b" ",
        b"\xef\xbb\xbf" + line.body,
        line.body.decode().encode("utf-16"),
        b"",
    ]
    answers = [line.sends(line.signed(), body).status_code for body in others]
    assert answers == [401] * len(others)


@KINDS
def test_what_was_sent_to_one_source_is_nothing_to_another(line: Line, at: datetime) -> None:
    beside = Line(line.kind, line.org, actions.follow(kind=line.kind, key="beside", at=at))
    foreign = elsewhere(line.kind, at)
    assert line.sends(line.signed()).status_code == 202
    assert [each.sends(line.signed()).status_code for each in (beside, foreign)] == [401, 401]


@KINDS
def test_sent_again_under_another_number_it_is_still_the_same(line: Line) -> None:
    """Of most senders the number is not signed; what happened has an identity of its own."""
    first = line.sends(line.signed())
    numbers = {"X-GitHub-Delivery": "d-2", "X-Gitea-Delivery": "d-2", "X-Gitlab-Event-UUID": "d-2"}
    if line.kind != "standard":
        assert line.sends(line.signed() | numbers).json() == {"new": 0, "repeated": 1}
    assert first.json() == {"new": 1, "repeated": 0}
    assert len(list(queries.all_events())) == 1


@KINDS
def test_everybody_without_a_proof_gets_the_same_answer(line: Line, at: datetime) -> None:
    """Byte for byte: nobody finds out which organisations and sources there are."""
    gone = Line(line.kind, line.org, actions.follow(kind=line.kind, key="gone", at=at))
    actions.disconnect(source=gone.source, at=at)
    nobodys = Line(line.kind, uuid4(), uuid4())
    strange = Line(line.kind, line.org, uuid4())
    swapped = Line(line.kind, line.source, line.org)
    wrong = headers(line.kind, "whsec_" + "A" * 43 + "=", line.body)
    knocks = [
        *(Knock(each.path, each.body, headers=wrong) for each in (line, gone, nobodys, strange)),
        *(Knock(each.path, b"", headers={}) for each in (line, gone, nobodys, strange, swapped)),
        *(Knock(each.path, b"{", headers=wrong) for each in (line, nobodys)),
        # Whoever had the secret of a source that is gone, or could make one up.
        Knock(gone.path, gone.body, headers=gone.signed()),
        Knock(strange.path, strange.body, headers=strange.signed()),
        Knock(nobodys.path, nobodys.body, headers=nobodys.signed()),
    ]
    found = {
        (answer.status_code, tuple(answer.headers.items()), answer.content)
        for answer in knock_often(knocks)
    }
    assert len(found) == 1
    assert found.pop()[0] == 401


# How it is compared


def counting(seen: list[str], fits: Callable[[str], bool]) -> Sender:
    def proves(_: Delivery, secret: str) -> bool:
        seen.append(secret)
        return fits(secret)

    return Sender(kind="github", proves=proves, reads=lambda *_: (), numbered="X-GitHub-Delivery")


@pytest.mark.parametrize("kind", ["github"])
def test_every_secret_is_compared_whichever_fits(line: Line, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = ["older" * 9, "oldest" * 9]
    secrets = secrets_of(kind="github", org=line.org, source=line.source)
    assert len(secrets) == 3
    for right in (*secrets, "none"):
        seen: list[str] = []
        sender = counting(seen, lambda secret, right=right: secret == right)
        knock_often([Knock(line.path, b"{}")], partial(app, sender))
        assert seen == list(secrets)


@pytest.mark.parametrize("kind", ["github"])
def test_nobody_is_asked_anything_before_the_proof(line: Line) -> None:
    """The database is away; whoever has no proof does not notice."""
    away = Direct("postgresql://nobody@127.0.0.1:1/nothing")
    seen: list[str] = []
    refused, let_in = (
        knock_often([Knock(line.path, b"{}")], lambda _, fits=fits: app(fits, away))[0].status_code
        for fits in (counting(seen, lambda _: False), counting(seen, lambda _: True))
    )
    assert (refused, let_in) == (401, 503)


def app(sender: Sender, direct: Direct) -> Starlette:
    return Starlette(routes=[webhook(sender, Intake(direct))], exception_handlers=ANSWERS)


@KINDS
def test_a_secret_outlives_the_change_of_our_key_until_that_is_dropped(
    line: Line, settings: Any
) -> None:
    before, old = line.signed(), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 16, [old]
    assert line.sends(before).status_code == 202
    assert line.sends(line.signed()).status_code == 202
    settings.SECRET_KEY_FALLBACKS = []
    assert line.sends(before).status_code == 401
