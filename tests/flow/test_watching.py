"""A whole installation, watched: its logs tell of nobody, its figures of all its processes."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from journeywork.config.cluster import OWNER, throwaway_folder
from tests.fakes.post_office import PostOffice, post_office
from tests.flow.installation import PROGRAM, Installation, wait_until

TRACE = "0af7651916cd43dd8448eb211c80319c"
#: What people wrote in this story, in pieces that occur nowhere in the code.
WORDS = (
    "late fee", "Kestrel", "Quillfeather", "marmalade", "overdue ledger", "Ahrens", "zephyrine",
)  # fmt: skip
#: Who plays, and where they can be reached.
NAMES = ("Ana", "Ben", "Cleo", "Fairwater")
TROUBLE = """
create function trouble() returns trigger language plpgsql as $$
begin
    if new.title like '%marmalade%' then
        raise exception 'Ana Ahrens of Fairwater wrote: %', new.title;
    end if;
    return new;
end $$;
create trigger trouble before insert on {table} for each row execute function trouble();
"""


class Watched(Installation):
    """An installation with mail, that logs in JSON."""

    mail = 0

    def environment(self) -> dict[str, str]:
        more = {"JOURNEYWORK_MAIL": f"smtp://127.0.0.1:{self.mail}"} if self.mail else {}
        return super().environment() | more | {"JOURNEYWORK_LOG": "json"}

    def lines(self, name: str) -> list[dict[str, Any]]:
        """Return the lines of a process's log; whatever is no JSON fails."""
        whole = (self.place / f"{name}.log").read_text()
        return [json.loads(line) for line in whole.splitlines()]


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with post_office() as found:
        yield found


@pytest.fixture(scope="module")
def whole(office: PostOffice) -> Iterator[Watched]:
    made = Watched(throwaway_folder("jw-watched-"))
    made.mail = office.port
    try:
        made.start("web", "worker")
        wait_until(lambda: ask(made, "/readyz")[0] == 200, "ready", log=lambda: made.log("worker"))
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.place)


def ask(
    whole: Installation,
    path: str,
    body: Any = None,
    *,
    token: str = "",
    browser: OpenerDirector | None = None,
    **headers: str,
) -> tuple[int, dict[str, str], str]:
    """Send a request and return status, headers and what came back."""
    given = headers | ({"Authorization": f"Bearer {token}"} if token else {})
    sent = json.dumps(body).encode() if body is not None else None
    if sent:
        given.setdefault("Content-Type", "application/json")
    request = Request(f"{whole.address}{path}", data=sent, headers=given)
    try:
        answer = (browser or build_opener()).open(request, timeout=30)
    except HTTPError as refusal:
        answer = refusal
    with answer:
        found = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status, found, answer.read().decode()


def token(whole: Installation, *scopes: str) -> str:
    return whole.python(
        f"""
import django; django.setup()
from datetime import timedelta
from uuid import UUID
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.people import actions
ana = UUID("{whole.ana}")
with within(UUID("{whole.org}")):
    print(actions.issue_token(person_id=ana, name="Kestrel", scopes={scopes!r},
                              expires_at=now() + timedelta(days=1), by=ana, at=now())[1])
"""
    ).strip()


def invite(whole: Installation, name: str) -> None:
    whole.python(
        f"""
import django; django.setup()
from uuid import UUID
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.people import actions
with within(UUID("{whole.org}")):
    actions.add_person(name="{name}", email="{name.lower()}@fairwater.example",
                       key="{name.lower()}", invited=True, by=None, at=now())
"""
    )


def event(number: int, title: str) -> dict[str, Any]:
    data = {"by": "ana@fairwater.example", "title": title, "text": "The overdue ledger."}
    return {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "urn:kestrel",
        "type": "org.journeywork.change.proposed",
        "subject": f"quillfeather/{number}",
        "data": data,
    }


def trouble(whole: Installation, table: str) -> None:
    """From now on the database refuses marmalade in a table, and repeats it in its message."""
    with psycopg.connect(whole.cluster.url(OWNER), autocommit=True) as owner:
        owner.execute(TROUBLE.format(table=table).replace("trouble()", f"trouble_{table}()"))  # type: ignore[arg-type]


def figures(whole: Installation, secret: str) -> dict[tuple[str, ...], float]:
    status, _, page = ask(whole, "/metrics", token=secret)
    assert status == 200, page
    return {
        (sample.name.removeprefix("journeywork_"), *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def test_a_busy_day_leaves_nobodys_words_in_the_logs(whole: Watched, office: PostOffice) -> None:
    """Work comes in, Ana signs in, asks, is written to, and everything breaks around her."""
    secret, browser = token(whole, "events", "read", "write"), build_opener(
        HTTPCookieProcessor(jar := CookieJar())
    )  # fmt: skip
    batch = {"Content-Type": "application/cloudevents-batch+json"}
    events = [event(n, "Charge the late fee once") for n in range(5)]
    assert ask(whole, "/ingest/events", events, token=secret, **batch)[0] == 202
    assert ask(whole, "/ingest/events", [{"id": "Kestrel"}], token=secret, **batch)[0] == 422
    assert ask(whole, "/ingest/events", events, token=f"{secret}x", **batch)[0] == 401

    link = whole.run("people", "sign-in-link").split()[-1]
    path = link[link.index("/sign-in/") :]
    ask(whole, path, browser=browser)
    for page in ("/", "/ask/?q=Who+knows+the+late+fee", "/people/ana/", "/nowhere/Ana+Ahrens"):
        ask(whole, page, browser=browser)
    question = {"text": "How is the overdue ledger of Quillfeather closed?"}
    assert ask(whole, "/api/v1/ask", question, token=secret)[0] == 200

    invite(whole, "Ben")
    wait_until(
        lambda: "ben@" in str(office.letters[-1]["To"]),
        "his letter",
        log=lambda: whole.log("worker"),
    )
    office.refuses = "Cleo"
    invite(whole, "Cleo")

    for table in ("work_episode", "knowledge_card"):
        trouble(whole, table)
    spoilt = [event(90, "Zephyrine marmalade")]
    assert ask(whole, "/ingest/events", spoilt, token=secret, **batch)[0] == 202
    trouble(whole, "work_event")
    spoilt = [event(91, "Zephyrine marmalade")]
    assert ask(whole, "/ingest/events", spoilt, token=secret, **batch)[0] == 500
    note = {"text": "Zephyrine marmalade: keep the late fee receipt"}
    status, headers, body = ask(
        whole, "/api/v1/notes", note, token=secret, traceparent=f"00-{TRACE}-b7ad6b7169203331-01"
    )
    assert (status, json.loads(body)["request_id"], headers["x-request-id"]) == (500, TRACE, TRACE)

    broke = {"RaiseError P0001", "ProgrammingError P0001", "ReactionsFailed"}
    wait_until(lambda: faults(whole) >= broke, "it broke", log=lambda: str(faults(whole)))
    sessions = [cookie.value or "" for cookie in jar]
    secrets = [secret, secret[-20:], path.rstrip("/").rpartition("/")[2], *sessions]
    assert len(secrets) >= 4
    for name in ("web", "worker"):
        text = (whole.place / f"{name}.log").read_text()
        assert [each for each in (*WORDS, *secrets) if each.lower() in text.lower()] == []
        assert re.findall(rf"\b(?:{'|'.join(NAMES)})\b|@|jw_", text, re.IGNORECASE) == []


def faults(whole: Watched) -> set[str]:
    """Return the types of what broke; the message of each had somebody's words in it."""
    lines = (line for name in ("web", "worker") for line in whole.lines(name))
    return {line["fault"].partition(" in ")[0] for line in lines if "fault" in line}


def test_the_log_tells_what_happened(whole: Watched) -> None:
    """The control: the lines are there, and lead from the answer to the fault."""
    web, worker = whole.lines("web"), whole.lines("worker")
    requests = {
        (line["method"], line["view"], line["status"]) for line in web if line["what"] == "request"
    }
    assert {
        ("POST", "ingest-events", 202),
        ("POST", "ingest-events", 422),
        ("POST", "ingest-events", 401),
        ("POST", "ingest-events", 500),
    } <= requests
    assert all(line["request"] for line in web if line["what"] == "request")
    [fault] = [line for line in web if line.get("request") == TRACE and "fault" in line]
    assert fault["trace"]
    assert sum(line["events"] for line in worker if line["what"] == "batch") >= 5
    assert {line["task"] for line in worker if line["what"] == "job"} >= {"turn_fact"}
    [broke, *_] = [line for line in worker if line["what"] == "a job broke"]
    assert broke["task"] == "turn_fact"
    assert "after SMTPRecipientsRefused" in broke["trace"]


def test_figures_are_of_web_and_worker_together(whole: Watched) -> None:
    secret = token(whole, "administer")
    found = figures(whole, secret)
    assert found["processes",] == 2
    assert found["events_total", "cloudevents", "new"] == 6
    assert found["events_total", "cloudevents", "refused"] == 1
    assert found["taken_up_events_total",] == 5
    assert found["jobs_done_total", "done"] > 0
    assert found["jobs_done_total", "broke"] > 0
    assert found["worker_seen_seconds",] < 30
    assert found["requests_total", "2xx", "ingest-events"] == 2


def test_a_killed_worker_is_missed_and_its_counts_are_kept(whole: Watched) -> None:
    secret = token(whole, "administer")
    before = figures(whole, secret)["taken_up_events_total",]
    whole.kill("worker")
    wait_until(lambda: figures(whole, secret)["processes",] == 1, "the worker is missed")
    assert figures(whole, secret)["taken_up_events_total",] == before
    whole.begin("worker")
    wait_until(lambda: figures(whole, secret)["processes",] == 2, "the worker is back")
    assert figures(whole, secret)["taken_up_events_total",] == before


def ready(whole: Watched, *more: str) -> tuple[int, str]:
    command = [sys.executable, "-c", PROGRAM, "ready", *more]
    done = subprocess.run(
        command, env=whole.environment(), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_the_command_asks_the_web_process(whole: Watched) -> None:
    assert ready(whole, "--wait", "30") == (0, "Ready.\n")
    assert ready(whole, "--alive") == (0, "It answers.\n")
    whole.rows("select 1")
    whole.kill("web")
    nobody = (1, "Not ready: the web process does not answer\n")
    assert (ready(whole), ready(whole, "--alive")) == (nobody, nobody)
