"""Posts through the API: Ana writes for some, and no door opens them to Cleo."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.knowledge.posts import actions, queries
from tests.conftest import Cast
from tests.rooms.calling import EVERYTHING, Answer, Calls, walk

FEE = {"text": "Charge it once. #fees"}
TEAM = {"kind": "a team", "team": "payments"}


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


def read(answer: Answer, status: int = 200) -> Any:
    assert answer.status == status, answer.json
    return answer.json


def test_ana_writes_ben_answers_and_says_thanks(cast: Cast, calls: Calls) -> None:
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    post = read(ana("POST", "posts", FEE), 201)
    assert (post["author"]["name"], post["topics"], post["audience"]["kind"]) == (
        "Ana", ["fees"], "everyone here",
    )  # fmt: skip
    answer = read(ben("POST", f"posts/{post['id']}/replies", {"text": "And book it."}), 201)
    assert answer["thread"] == post["id"]
    assert ben("PUT", f"posts/{post['id']}/thanks").status == 204
    found = read(ana("GET", f"posts/{post['id']}"))
    named = [one["name"] for one in (*found["thanked"], *found["answered"])]
    assert (named, [one["text"] for one in found["replies"]]) == (["Ben", "Ben"], ["And book it."])
    assert ben("DELETE", f"posts/{post['id']}/thanks").status == 204
    assert read(ana("GET", f"posts/{answer['id']}"))["replies"] == []
    card = read(ben("POST", f"posts/{post['id']}/card", {"whole": True}), 201)
    assert (card["state"], card["body"]) == ("draft", "Charge it once. #fees\n\nAnd book it.")


def test_lists_go_page_by_page_and_hold_what_one_may_read(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    team = Audience(kind=AudienceKind.TEAM, team=cast.payments.id)
    for number in range(3):
        actions.write(text=f"{number} #fees", by=cast.ana.id, at=at)
        actions.write(text=f"team {number}", by=cast.ana.id, at=at, audience=team)
        actions.write(text=f"me {number}", by=cast.ana.id, at=at, audience=ONLY_ME)
    for path in ("posts", "posts/near", "posts?author=ana", "posts?topic=%23Fees"):
        seen = {
            one.key: {post["text"] for post in walk(calls.as_(one), path)}
            for one in (cast.ana, cast.ben, cast.cleo, cast.outsider)
            if one != cast.outsider or "author" not in path
        }
        assert all("me" not in text for text in seen["ben"]), path
        assert all(text[:1].isdigit() for text in seen["cleo"]), path
        assert seen.get("oscar", set()) == set(), path
        assert len(seen["ana"]) == (3 if "topic" in path else 9), path


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"text": "Mine now"}),
        ("DELETE", "", None),
        ("POST", "/replies", {"text": "Hm?"}),
        ("PUT", "/thanks", None),
        ("DELETE", "/thanks", None),
        ("POST", "/card", {}),
    ],
)
def test_no_door_opens_what_is_for_others(
    cast: Cast, calls: Calls, method: str, path: str, body: Any
) -> None:
    ana = calls.as_(cast.ana)
    post = read(ana("POST", "posts", FEE | {"audience": TEAM}), 201)
    answer = read(ana("POST", f"posts/{post['id']}/replies", {"text": "And more"}), 201)
    for one in (post, answer):
        for stranger in (cast.cleo, cast.emil, cast.outsider):
            assert calls.as_(stranger)(method, f"posts/{one['id']}{path}", body).status == 404


def test_it_is_changed_opened_wider_and_taken_away(cast: Cast, calls: Calls) -> None:
    ana, cleo = calls.as_(cast.ana), calls.as_(cast.cleo)
    for_ben = {"kind": "one person", "person": "ben"}
    post = read(ana("POST", "posts", FEE | {"audience": for_ben}), 201)
    path = f"posts/{post['id']}"
    seen = ana("GET", path)
    assert cleo("GET", path).status == 404
    changed = read(ana("PATCH", path, {"audience": {"kind": "everyone here"}}))
    assert (changed["text"], changed["changed_at"]) == (FEE["text"], None)
    assert read(cleo("GET", path))["text"] == FEE["text"]
    token, known = calls._tokens[cast.ana.id, EVERYTHING], {"if-match": seen.headers["ETag"]}
    assert calls.call("PATCH", path, {"text": "x"}, token, headers=known).status == 412
    assert calls.as_(cast.ben)("PATCH", path, {"text": "Mine"}).status == 403
    assert ana("DELETE", path).status == 204
    assert ana("GET", path).status == 404


def test_faults_name_their_field(cast: Cast, calls: Calls) -> None:
    ana = calls.as_(cast.ana)
    assert ana("POST", "posts", {"text": "x" * 601}).faults == {
        "text": "takes at most 600 characters"
    }
    away = ana("POST", "posts", FEE | {"episode": str(UUID(int=1))})
    assert away.faults == {"episode": "is not a piece of work that you can see"}
    assert ana("POST", "posts", FEE | {"audience": {"kind": "a team"}}).status == 422
    unfit = ana("POST", "posts", FEE | {"audience": {"kind": "those who take part"}})
    assert unfit.faults == {"audience.kind": "is not one that a post can have"}


def test_what_one_follows_and_when_one_is_asked_are_ones_own(cast: Cast, calls: Calls) -> None:
    ana = calls.as_(cast.ana)
    for path in ("people/ben", "topics/fees"):
        assert ana("PUT", f"me/following/{path}").status == 204
    found = read(ana("GET", "me/following"))
    assert ([one["name"] for one in found["people"]], found["topics"]) == (["Ben"], ["fees"])
    assert str(cast.ana.id) not in str(calls.as_(cast.ben)("GET", "people/ben").json)
    for path in ("people/ben", "topics/fees"):
        assert ana("DELETE", f"me/following/{path}").status == 204
    assert read(ana("GET", "me/following")) == {"people": [], "topics": []}
    never = {"weekday": None, "time": None, "waits_since": None}
    assert read(ana("GET", "me/reflection")) == never
    chosen = read(ana("PUT", "me/reflection", {"weekday": 5, "time": "16:00"}))
    assert chosen == {"weekday": 5, "time": "16:00:00", "waits_since": None}
    made = read(ana("POST", "me/reflection", {"text": "Too many meetings"}), 201)
    assert made["audience"]["kind"] == "only me"
    assert queries.posts(reader=cast.cleo) == ()
    assert ana("DELETE", "me/reflection").status == 204
    assert read(ana("GET", "me/reflection")) == never
