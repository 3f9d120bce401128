"""Every door is walked by everybody: what happens is what the one table says.

Pages and operations are found, not listed: a new one is walked from its first day. One with a
new kind of argument fails until `SAMPLES` knows an example of it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from starlette.routing import Route

from journeywork.config.fast import fast_doors
from journeywork.engine.people import Person
from journeywork.engine.permissions import PERMISSIONS, ROLES, SCOPES, Reach, granted
from journeywork.kernel import clock
from journeywork.kernel.direct import Direct
from journeywork.kernel.doors import Declared, declared, guards_itself
from journeywork.kernel.tenancy import within
from journeywork.people import actions, queries
from journeywork.people.models import Account
from tests.conftest import TUESDAY, Cast
from tests.fakes.stage import MARK, Stage, an_index, committed, furnish


@dataclass(frozen=True)
class Door:
    """A page, or an operation of the API: how it is reached, and what it says of itself."""

    name: str
    path: str
    arguments: tuple[str, ...]
    says: Declared | None
    methods: tuple[str, ...] = ("GET", "POST")

    def __str__(self) -> str:
        return self.path


#: Pages that everybody may open: their declaration gives the reason, here is the list, so that
#: a new one is noticed.
OPEN = {"nowhere", "sign-in", "look", "calendar-feed", "loan-letter"}
#: Things that carry the same key in every organisation: another's cannot be named at all.
SAME_EVERYWHERE = {"rule", "rule-switch", "rule-reset", "topic"}
SAME_BELOW = ("api/v1/admin/rules/", "api/v1/me/following/topics/")
#: The number of a job that there is not: jobs that failed are told of in the rooms' tests.
NO_JOB = 10**9


def samples(stage: Stage, cast: Cast) -> dict[str, Any]:
    """Return an example of every argument that doors take, by beginning of path and name."""
    return {
        "cards key": stage.card,
        "api/v1/cards key": stage.card,
        "teams key": "payments",
        "api/v1/teams key": "payments",
        "people key": "ben",
        "api/v1/people key": "ben",
        "admin/people key": "ben",
        "api/v1/admin/people key": "ben",
        "admin/teams key": "payments",
        "api/v1/admin/teams key": "payments",
        "admin/rules key": stage.rule,
        "api/v1/admin/rules key": stage.rule,
        "asking_id": stage.asking,
        "guides kind": "debrief",
        "guides key": stage.guide,
        "api/v1/me/following key": "ben",
        "api/v1/guides guide": stage.guide,
        "api/v1/guides kind": "debrief",
        "posts/by key": "ben",
        "posts/topics name": "fees",
        "topic": "fees",
        "post_id": stage.post,
        "job_id": NO_JOB,
        "silence_id": stage.silence,
        "episode_id": stage.episode,
        "offer_id": stage.offer,
        "request_id": stage.request,
        "source_id": stage.source,
        "token_id": stage.token,
        "webhook_id": stage.webhook,
        "debrief_id": stage.debrief,
        "ask_id": stage.question,
        "lesson_id": stage.lesson,
        "showing_id": stage.showing,
        "wish_id": stage.wish,
        "visit_id": stage.visit,
        "told_id": stage.told,
        "slot_id": stage.slot,
        "look_for_id": stage.look_for,
        "note_id": UUID(int=1),
        "activity_id": stage.activity,
        "check_in_id": stage.check_in,
        "commitment_id": stage.commitment,
        "reflection_id": stage.reflection,
        "days_off_id": stage.days_off,
        "assignment_id": stage.assignment,
        "loan_id": stage.assignment,
        "programmes key": stage.programme,
        "mentoring/programmes key": stage.programme,
        "match_id": stage.match,
        "mentoring/pairs pair_id": UUID(int=1),
        "checkpoint_id": UUID(int=0),
        "proposal_id": stage.proposal,
        "talk_id": stage.talk,
        "point_id": stage.point,
        "cue_id": stage.cue,
        "key requests": stage.card,
        "entry_id": stage.entry,
        "find_id": stage.find,
        "page_id": stage.page,
        "secret": "x" * 43,
    }


def pages() -> list[Door]:
    """Return every page of ours."""
    return [
        Door(
            name=pattern.name or "",
            path=path,
            arguments=tuple(pattern.pattern.converters),
            says=declared(pattern.callback),
        )
        for path, pattern in _walk(get_resolver().url_patterns, "")
        if not guards_itself(pattern.callback) and not path.startswith("api/")
    ]


def _walk(patterns: list[Any], above: str) -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        path = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, path)
        else:
            yield path, each


def operations() -> list[Door]:
    """Return every operation of the API."""
    from journeywork.api.app import api

    return [
        Door(
            name=operation.view_func.__name__,
            path="api/v1/" + (prefix + path).lstrip("/"),
            arguments=tuple(operation.signature.path_params_names),
            says=declared(operation.view_func),
            methods=tuple(operation.methods),
        )
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
    ]


def hot_doors() -> list[Door]:
    """Return every door of the fast path."""
    return [
        Door(
            name=route.name,
            path=route.path,
            arguments=tuple(route.param_convertors),
            says=declared(route.endpoint),
            methods=tuple(route.methods or ()),
        )
        for route in fast_doors(Direct("")).routes
        if isinstance(route, Route)
    ]


def argument(door: Door, name: str, known: dict[str, Any]) -> Any:
    places = [f"{key.rsplit(' ', 1)[0]}" for key in known if " " in key]
    for place in sorted(places, key=len, reverse=True):
        if door.path.startswith(place) and f"{place} {name}" in known:
            return known[f"{place} {name}"]
    if name == "key" and "requests" in door.path:
        return known["key requests"]
    assert name in known, f"{door.path}: give an example of {name} in `samples`"
    return known[name]


def address(door: Door, known: dict[str, Any]) -> str:
    given = {name: argument(door, name, known) for name in door.arguments}
    if door.path.startswith("api/"):
        path = "/" + door.path
        for name, value in given.items():
            path = _replaced(path, name, str(value))
        return path
    return reverse(door.name, kwargs=given)


def _replaced(path: str, name: str, value: str) -> str:
    return re.sub(r"\{(?:\w+:)?" + name + r"\}", value, path)


#: A form in which every page that looks for its field finds something that fits.
FORM = {
    "data": "kind=helped&text=fee&name=Fee&reason=old",
    "content_type": "application/x-www-form-urlencoded",
}


def ask(client: Client, method: str, path: str, **more: Any) -> Any:
    """Knock, and take back what it did: doors are tried one after another on one stage."""
    if method == "POST":
        more = FORM | more
    with transaction.atomic():
        found = client.generic(method, path, **more)
        transaction.set_rollback(True)
    return found


@pytest.fixture(autouse=True)
def at() -> Iterator[datetime]:
    """Now, as far as everybody here knows."""
    with clock.fixed(TUESDAY):
        yield TUESDAY


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, Stage]]:
    """One stage for all walks: what a door did is taken back at once."""
    with (
        django_db_blocker.unblock(),
        clock.fixed(TUESDAY),
        an_index(),
        committed("walked", TUESDAY) as cast,
    ):
        with within(cast.org):
            stage = furnish(cast, TUESDAY)
        yield cast, stage


@pytest.fixture
def cast(furnished: tuple[Cast, Stage], db: None) -> Iterator[Cast]:
    """The cast, with their organisation in force."""
    with within(furnished[0].org):
        yield furnished[0]


@pytest.fixture
def stage(furnished: tuple[Cast, Stage], cast: Cast) -> Stage:
    return furnished[1]


@pytest.fixture
def people(cast: Cast, stage: Stage) -> dict[str, Person]:
    """Somebody of each role; the outsider is administrator elsewhere."""
    return {
        "member": cast.ana,
        "team_lead": cast.dora,
        "coordinator": cast.emil,
        "administrator": stage.ada,
        "outsider": cast.outsider,
    }


def signed_in(person: Person) -> Client:
    with within(person.org):
        account = Account.objects.get(id=queries.account_of(person.id))
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def with_token(person: Person, at: datetime, *scopes: str) -> dict[str, str]:
    with within(person.org):
        _, secret = actions.issue_token(
            person_id=person.id,
            name="walker",
            scopes=scopes or tuple(SCOPES),
            expires_at=at + timedelta(days=1),
            by=person.id,
            at=at,
        )
    return {"Authorization": f"Bearer {secret}"}


# What is declared


def test_every_door_says_which_permission_it_needs_or_why_none() -> None:
    every = (*pages(), *operations(), *hot_doors())
    assert [str(door) for door in every if door.says is None] == []


def test_every_page_has_a_name_and_there_are_many() -> None:
    assert [str(door) for door in pages() if not door.name] == []
    assert len(pages()) > 40


def test_only_these_pages_are_open_to_everybody() -> None:
    found = {door.name for door in pages() if door.says and door.says.open_because}
    assert found <= OPEN


def test_the_fast_path_is_short_and_its_doors_ask_for_a_proof() -> None:
    asked = {door.name: door.says for door in hot_doors()}
    assert asked.pop("ingest-events") == Declared(permission="work.send")
    assert asked.pop("metrics") == Declared(permission="metrics.read")
    assert asked.pop("api/v1/ask") == Declared(permission="ask.use")
    assert asked.pop("debrief-events") == Declared(permission="debrief.read")
    # These two are open to machines that watch; they say whether it runs, and nothing of anybody.
    open_to_all = [asked.pop(name) for name in ("healthz", "readyz")]
    assert [bool(says and says.open_because) for says in open_to_all] == [True, True]
    assert {says.open_because for says in asked.values() if says} == {
        "a webhook proves itself by its signature"
    }
    assert 6 <= len(hot_doors()) <= 10


def test_every_permission_is_asked_for_by_some_door() -> None:
    every = (*pages(), *operations(), *hot_doors())
    asked = {door.says.permission for door in every if door.says}
    assert PERMISSIONS.keys() - asked == set()


def test_every_role_grants_only_what_is_in_the_table() -> None:
    assert {key for role in ROLES.values() for key in role.grants} <= PERMISSIONS.keys()
    assert {key for scope in SCOPES.values() for key in scope.permissions} <= PERMISSIONS.keys()


def test_no_role_reaches_another_persons_help() -> None:
    """Offers, silences, answers and one's own data are one's own, whatever the role."""
    private = (
        *("today.read", "offer.read", "offer.answer", "privacy.read", "token.write"),
        *("growth.read", "growth.write", "journal.write", "privacy.erase"),
        *("activity.read", "activity.write", "reflection.write", "calendar.write"),
    )
    reaches = {granted((role,), permission) for role in ROLES for permission in private}
    assert reaches == {Reach.OWN}


# Pages


def test_nobody_who_is_not_signed_in_comes_in(stage: Stage, cast: Cast) -> None:
    wrong, known = {}, samples(stage, cast)
    for door in pages():
        if door.name in OPEN:
            continue
        for method in door.methods:
            answer = ask(Client(), method, address(door, known))
            to_sign_in = answer.headers.get("Location", "").startswith("/accounts/login/")
            if answer.status_code != 405 and not to_sign_in:
                wrong[f"{method} {door}"] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_the_pages_that_the_table_gives_it(
    stage: Stage, cast: Cast, people: dict[str, Person], role: str
) -> None:
    wrong, known = {}, samples(stage, cast)
    client = signed_in(people[role])
    for door in pages():
        if door.says is None or not door.says.permission:
            continue
        for method in door.methods:
            answer = ask(client, method, address(door, known))
            allowed = granted((role,), door.says.permission) is not None
            if not _fits(answer.status_code, door, allowed=allowed):
                wrong[f"{method} {door}"] = answer.status_code
    assert wrong == {}


def _fits(status: int, door: Door, *, allowed: bool) -> bool:
    """Tell whether an answer is what the table says; a thing may still be somebody else's."""
    if status == 405:
        return True
    if not allowed:
        return status == 403
    if door.arguments and door.says and status in (403, 404):
        return True
    return status < 400 or status in (400, 409, 410, 422)


def test_the_outsider_finds_nothing_of_ours_by_its_address(
    stage: Stage, cast: Cast, people: dict[str, Person]
) -> None:
    wrong, known = {}, samples(stage, cast)
    client = signed_in(people["outsider"])
    for door in pages():
        if not door.arguments or door.name in OPEN | SAME_EVERYWHERE:
            continue
        for method in door.methods:
            answer = ask(client, method, address(door, known))
            if answer.status_code not in (404, 405):
                wrong[f"{method} {door}"] = answer.status_code
    assert wrong == {}


def test_the_outsider_reads_no_word_of_ours(
    stage: Stage, cast: Cast, people: dict[str, Person]
) -> None:
    wrong, known = [], samples(stage, cast)
    client, headers = signed_in(people["outsider"]), with_token(people["outsider"], clock.now())
    for door in (*pages(), *operations()):
        more = {"headers": headers} if door.path.startswith("api/") else {}
        answer = ask(client, "GET", f"{address(door, known)}?text=fee&q=fee", **more)
        body = b"".join(answer) if answer.streaming else answer.content
        if MARK.encode() in body or b"ana@fairwater.example" in body:
            wrong.append(str(door))
    assert wrong == []


def test_no_token_reaches_a_reflection_or_a_calendars_address() -> None:
    """Its author's own token neither: no program reads what somebody wrote for themselves."""
    in_scopes = {key for scope in SCOPES.values() for key in scope.permissions}
    kept = {"reflection.write", "journal.write", "calendar.write", "privacy.read", "privacy.erase"}
    assert in_scopes & kept == set()


@pytest.mark.parametrize("key", ["dora", "emil", "ada", "ben"])
def test_nobody_reads_anas_offers_and_reflections(
    stage: Stage, cast: Cast, people: dict[str, Person], key: str
) -> None:
    person = queries.person_by_key(key)
    client = signed_in(person)
    mine = {"offer_id", "token_id", "reflection_id", "commitment_id", "days_off_id"}
    own = [door for door in pages() if mine & set(door.arguments)]
    known = samples(stage, cast)
    found = {
        ask(client, method, address(door, known)).status_code
        for door in own
        for method in door.methods
    }
    assert found <= {404, 405}


@pytest.mark.parametrize("key", ["dora", "emil", "ada", "cleo"])
def test_nobody_else_reads_a_debrief(stage: Stage, cast: Cast, key: str) -> None:
    """Ana and Ben took part: not whoever leads them, coordinates or administers."""
    client, known = signed_in(queries.person_by_key(key)), samples(stage, cast)
    theirs = {"debrief_id", "ask_id", "commitment_id"}
    found = {
        ask(client, method, address(door, known)).status_code
        for door in pages()
        if theirs & set(door.arguments)
        for method in door.methods
    }
    assert found <= {404, 405}


@pytest.mark.parametrize("key", ["dora", "emil", "ada", "cleo"])
def test_nobody_else_sees_a_visit_or_what_was_asked_of_ben(
    stage: Stage, cast: Cast, key: str
) -> None:
    """Ana watches Ben: not whoever leads them, coordinates or administers."""
    client, known = signed_in(queries.person_by_key(key)), samples(stage, cast)
    theirs = {"visit_id", "wish_id", "told_id"}
    found = {
        ask(client, method, address(door, known)).status_code
        for door in pages()
        if theirs & set(door.arguments)
        for method in door.methods
    }
    assert found <= {404, 405}


# The API


def body_for(method: str) -> dict[str, Any]:
    return {} if method == "GET" else {"data": b"{}", "content_type": "application/json"}


def test_without_a_token_every_operation_is_closed(stage: Stage, cast: Cast) -> None:
    wrong, known = {}, samples(stage, cast)
    for door in operations():
        for method in door.methods:
            status = ask(Client(), method, address(door, known), **body_for(method)).status_code
            if status != 401:
                wrong[f"{method} {door}"] = status
    assert wrong == {}


def walk_api(
    person: Person, known: dict[str, Any], at: datetime, fits: Callable[[Door, int], bool],
    *scopes: str,
) -> dict[str, int]:  # fmt: skip
    """Return operations whose answer does not fit."""
    client, headers = Client(raise_request_exception=False), with_token(person, at, *scopes)
    wrong = {}
    for door in operations():
        for method in door.methods:
            status = ask(
                client, method, address(door, known), headers=headers, **body_for(method)
            ).status_code
            if not fits(door, status):
                wrong[f"{method} {door}"] = status
    return wrong


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_the_operations_that_the_table_gives_it(
    stage: Stage, cast: Cast, people: dict[str, Person], at: datetime, role: str
) -> None:
    def fits(door: Door, status: int) -> bool:
        needed = door.says.permission if door.says else ""
        allowed = not needed or granted((role,), needed, tuple(SCOPES)) is not None
        return _fits(status, door, allowed=allowed) or (not allowed and status == 422)

    assert walk_api(people[role], samples(stage, cast), at, fits) == {}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_reaches_no_further_than_its_scope(
    stage: Stage, cast: Cast, people: dict[str, Person], at: datetime, scope: str
) -> None:
    def fits(door: Door, status: int) -> bool:
        needed = door.says.permission if door.says else ""
        inside = not needed or needed in SCOPES[scope].permissions
        return _fits(status, door, allowed=inside) or (not inside and status == 422)

    assert walk_api(people["administrator"], samples(stage, cast), at, fits, scope) == {}


def test_the_outsiders_token_finds_nothing_of_ours(
    stage: Stage, cast: Cast, people: dict[str, Person], at: datetime
) -> None:
    def fits(door: Door, status: int) -> bool:
        same = door.path.startswith(SAME_BELOW)
        return same or not door.arguments or status in (404, 422)

    assert walk_api(people["outsider"], samples(stage, cast), at, fits) == {}


def test_there_is_something_to_find(stage: Stage) -> None:
    """The control: the things whose addresses are tried are really there."""
    assert stage.offer != UUID(int=0)
