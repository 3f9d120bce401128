"""A page takes at most eight queries, and as many with 300 rows as with 3."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journeywork.assignments import actions as assignments
from journeywork.assignments import queries as assignment_queries
from journeywork.debriefs import actions as debriefs
from journeywork.engine.sharing import Audience, AudienceKind
from journeywork.growth import actions as growth
from journeywork.kernel import audit, clock, looks
from journeywork.kernel.ids import new_id
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.knowledge.posts import actions as posts
from journeywork.people import actions as people
from journeywork.support import actions as support
from journeywork.work import actions as work
from journeywork.work import queries as work_queries
from tests.conftest import Cast
from tests.rooms.calling import Calls
from tests.web.conftest import account_of
from tests.web.stage import Stage, episode_id, events, make_stage, moment, publish
from tests.web.test_pages import ADMINISTRATION, pages

MOST = 8
FEW, MANY = 3, 300


@pytest.fixture
def stage(cast: Cast) -> Stage:
    made = make_stage(cast)
    says = {"skill": "", "says": "You asked about fees.", "by": cast.ben.id, "at": made.at}
    assignments.propose_to(person_id=cast.ana.id, episode_id=episode_id(cast), **says)
    return made


def test_pages_and_questions_take_as_many_queries_with_300_rows_as_with_3(stage: Stage) -> None:
    fill(stage, FEW)
    few, few_asked = counted(stage), asked(stage)
    fill(stage, MANY - FEW)
    many, many_asked = counted(stage), asked(stage)
    assert (many, many_asked) == (few, few_asked)
    assert {name: n for name, n in few.items() if n > MOST} == {}
    assert max(few_asked) <= MOST


@pytest.mark.parametrize("part", [True, False])
def test_the_evidence_of_a_debrief_takes_at_most_eight(stage: Stage, part: bool) -> None:
    """As it is loaded into the debrief's page, and as a page: with a card that was offered."""
    cast, at = stage.cast, clock.now()
    made = debriefs.open_debrief(
        title="The fee", people_ids=[cast.ben.id], named=True, ends_at=at + timedelta(days=2),
        episode=work_queries.episode_ids(["payments#1"])["payments#1"], by=cast.ana.id, at=at,
    )  # fmt: skip
    address, behind = f"/debriefs/{made.id}/how-it-went/", {"HX-Request": "true"} if part else {}
    ana = client_of(cast.ana.id)
    shown = ana.get(address, headers=behind).content.decode()
    assert ("<html" not in shown, "Shown to you in this work" in shown) == (part, True)
    assert _sent(partial(ana.get, address, headers=behind)) <= MOST


def asked(stage: Stage) -> list[int]:
    """Return how many statements questions take that name a file, an address, nothing known."""
    call = Calls(stage.at).as_(stage.cast.ana)
    assert call("POST", "ask", {"text": "fee"}).status == 200
    questions = (
        "charge the fee once",
        'File "/home/ana/payments/billing/fees.py", line 3\nFeeError: fee charged twice',
        "https://forge.example/fairwater/payments/pull/3",
        "zeppelin hangar",
    )
    return [_sent(partial(call, "POST", "ask", {"text": text})) for text in questions]


def counted(stage: Stage) -> dict[str, int]:
    """Return how many statements each page sends to the database."""
    ana, emil = client_of(stage.cast.ana.id), client_of(stage.cast.emil.id)
    addresses = {
        name: address
        for name, address in pages(stage).items()
        if not address.startswith(("/accounts/", "/nowhere"))
    }
    (proposal,) = assignment_queries.proposals(stage.cast.ana.id, at=stage.at)
    addresses["assignment-proposed"] = f"/assignments/new/?proposal={proposal.id}"
    found = {name: _statements(ana, address) for name, address in addresses.items()}
    return found | {name: _statements(emil, at) for name, at in ADMINISTRATION.items()}


def client_of(person_id: Any) -> Client:
    """Return a client that is signed in as somebody."""
    client = Client()
    client.force_login(account_of(person_id), backend="journeywork.people.sign_in.Backend")
    return client


def fill(stage: Stage, count: int) -> None:
    """Add `count` of everything that pages list."""
    cast, at = stage.cast, stage.at
    start = new_id().int % 1_000_000
    for number in range(count):
        _one_more(stage, start + number)
    silent = [
        moment(cast, at, breakpoint=False, subject=f"payments#{start + n}") for n in range(count)
    ]
    support.consider(silent, at=at, draw=lambda: 0.9)
    sent = [one for n in range(count) for one in events(cast, at, 10 + n)]
    work.accept([_renamed(one, start) for one in sent], by=cast.emil.id, at=at)
    while work.digest(at=at):
        pass
    indexing.rebuild()
    knowledge.remind_owners(at=at - timedelta(days=9))


def _one_more(stage: Stage, number: int) -> None:
    cast, at = stage.cast, stage.at
    publish(cast, at, f"Card {number}")
    mine = knowledge.draft(title=f"Mine {number}", body="Fee.", by=cast.ana.id, at=at)
    late = at - timedelta(days=400)
    knowledge.publish_card(card_id=mine.id, by=cast.ana.id, at=late)
    knowledge.note(text=f"Note {number}", by=cast.ana.id, at=at)
    knowledge.miss(text=f"Question {number}", by=cast.ben.id, at=at)
    audit.record(verb="card.archived", object="card:x", by=cast.emil.id, at=at)
    for text in (f"Post {number} #fees", f"Answer {number}"):
        posts.write(text=text, by=cast.ben.id, at=at, episode=episode_id(cast))
        posts.reply(to=stage.post, text=text, by=cast.ben.id, at=at)
    posts.follow(by=cast.ana.id, about=f"topic-{number}")
    about = {"episode": episode_id(cast), "by": cast.ana.id, "at": at}
    growth.write(text=f"Day {number}", day=at.date(), **about)
    if number % 10 == 0:
        wish = growth.add(line=f"Learn {number}", by=cast.ben.id, at=at)
        everyone = Audience(kind=AudienceKind.EVERYONE)
        growth.share(entry_id=wish.id, audience=everyone, by=cast.ben.id, at=at)
        growth.add(line=f"Wish {number}", by=cast.ana.id, at=at)
    looks.look(person_id=cast.ana.id, what=f"profile {number}", by=cast.ben.id, at=at)
    if number % 5 == 0:
        people.add_team(name=f"Team {number}", by=None, at=at)
        people.add_person(
            name=f"Person {number}", email=f"p{number}@fairwater.example",
            teams=(cast.payments.id,), by=None, at=at,
        )  # fmt: skip


def _renamed(event: Any, start: int) -> Any:
    from msgspec.structs import replace

    return replace(event, id=f"{start}/{event.id}", subject=f"{start}/{event.subject}")


def _statements(client: Client, address: str) -> int:
    def ask() -> None:
        assert client.get(address).status_code < 500

    return _sent(ask)


def _sent(ask: Callable[[], Any]) -> int:
    # The first time fills what a process keeps (who knows, templates); people meet the second.
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return sum(not _of_the_test(query["sql"]) for query in captured)


def _of_the_test(statement: str) -> bool:
    """Tell whether a statement only puts the test's own organisation back in force."""
    return statement.startswith("select set_config('journeywork.org', '")
