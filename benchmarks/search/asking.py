"""What a question costs the server, as a program asks it: `POST /api/v1/ask`, one after another.

The web process is the real one; CPU is that of all its processes, by the kernel's count. Beside
the cards there are a thousand pieces of past work. `inside` is the CPU of `support.queries.ask`
alone, in this process: what is beyond it is the frame (HTTP, the gate, the token, JSON).
"""

import http.client
import json
import statistics
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter, process_time
from typing import Any

from benchmarks.intake.__main__ import Server
from benchmarks.search.stage import Stage

WORK, PLACES, QUESTIONS, SHORT = 1_000, 40, 300, 8


def work(made: Stage) -> None:
    """Let there be past work, taken up and in the index."""
    from journeywork.engine.work import WorkEvent
    from journeywork.kernel import clock
    from journeywork.kernel.tenancy import within
    from journeywork.knowledge import indexing
    from journeywork.work import actions

    at, people = clock.now(), made.shape.people
    events = [
        WorkEvent(
            source="urn:bench",
            id=f"merged-{number}",
            type="change.merged",
            at=at - timedelta(days=1 + number % 200),
            subject=f"payments/{number}",
            by=people[number % len(people)],
            title=" ".join(text.split()[:SHORT]),
            text=text,
            place="payments",
            paths=(f"src/part{number % PLACES}/file{number % 7}.py",),
        )
        for number, text in enumerate(made.language.texts(WORK))
    ]
    with within(made.shape.large):
        actions.accept(events, by=None, at=at)
        while actions.digest(at=at):
            pass
        indexing.catch_up()
    indexing.search_index().close()


def asked(made: Stage, say: Callable[..., None]) -> None:
    """Measure long and short questions through the door, and inside."""
    secret = _token(made)
    long = [made.language.question() for _ in range(QUESTIONS)]
    kinds = {"60 words": long, "8 words": [" ".join(one.split()[:SHORT]) for one in long]}
    made.whole.begin("web")
    server = Server(made.whole.processes["web"].pid, made.whole.port)
    for kind, texts in kinds.items():
        door = _door(made, secret)
        for text in texts[:20]:
            door(text)
        used, waited = server.cpu(), []
        for text in texts:
            began = perf_counter()
            door(text)
            waited.append(1000 * (perf_counter() - began))
        used = server.cpu() - used
        waited.sort()
        say(
            "ask",
            made.cards,
            question=kind,
            cpu_ms=round(1000 * used / len(texts), 1),
            inside_cpu_ms=round(_inside(made, texts), 1),
            p50_ms=round(statistics.median(waited), 1),
            p99_ms=round(waited[len(waited) * 99 // 100], 1),
        )
    made.whole.ask_to_stop("web")


def _door(made: Stage, secret: str) -> Callable[[str], Any]:
    link = http.client.HTTPConnection("127.0.0.1", made.whole.port)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def ask(text: str) -> Any:
        link.request("POST", "/api/v1/ask", json.dumps({"text": text}), headers)
        answer = link.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(content)
        return json.loads(content)

    return ask


def _inside(made: Stage, texts: list[str]) -> float:
    from journeywork.kernel import clock
    from journeywork.kernel.tenancy import within
    from journeywork.people import queries as people
    from journeywork.support import queries

    with within(made.shape.large):
        asker = people.person(made.shape.people[0])
        queries.ask(texts[0], person_id=asker.id, at=clock.now(), person=asker)
        began = process_time()
        for text in texts:
            queries.ask(text, person_id=asker.id, at=clock.now(), person=asker)
        return 1000 * (process_time() - began) / len(texts)


def _token(made: Stage) -> str:
    from journeywork.engine.permissions import SCOPES
    from journeywork.kernel import clock
    from journeywork.kernel.tenancy import within
    from journeywork.people import actions

    me, at = made.shape.people[0], clock.now()
    with within(made.shape.large):
        _, secret = actions.issue_token(
            person_id=me,
            name="bench",
            scopes=tuple(SCOPES),
            expires_at=at + timedelta(days=1),
            by=me,
            at=at,
        )
    return secret
