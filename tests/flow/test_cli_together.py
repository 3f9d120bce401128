"""What is done together, from the command line, against a real server.

The commands run within this process: that the program itself starts is tried beside this file.
"""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from journeywork.config.entry import app
from tests.fakes.broken_line import Line, line_to
from tests.flow.installation import Installation
from tests.flow.terminal import TOKEN, Run
from tests.flow.test_cli import complaint, complete

HERE = ("JOURNEYWORK_ADDRESS", "JOURNEYWORK_TOKEN")
Others = dict[str, dict[str, str]]


@pytest.fixture
def jw(home: Path) -> Run:
    """Run a command as the program would, for somebody with this home."""
    whole, none = app(), ("XDG_CONFIG_HOME", "XDG_STATE_HOME", *HERE)
    env: dict[str, str | None] = {"HOME": str(home), **dict.fromkeys(none)}

    def run(*arguments: str, typed: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
        done = CliRunner().invoke(whole, arguments, input=typed, env=env | more)
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def others(demo_installation: Installation) -> Others:
    """What lets the same terminal speak as somebody else."""
    keys = ("ben", "dora", "farid")
    # One process makes them all: most of it is beginning.
    made = demo_installation.python(
        "\n".join(TOKEN.format(key=key, scopes="write") for key in keys)
    )
    return {
        key: dict(zip(HERE, (demo_installation.address, secret), strict=True))
        for key, secret in zip(keys, made.split(), strict=True)
    }


def send(as_: dict[str, str], method: str, path: str, content: Any) -> Any:
    """Call the API where no command does."""
    request = Request(
        f"{as_['JOURNEYWORK_ADDRESS']}/api/v1/{path}",
        method=method,
        data=json.dumps(content).encode(),
        headers={
            "Authorization": f"Bearer {as_['JOURNEYWORK_TOKEN']}",
            "Content-Type": "application/json",
        },
    )
    with urlopen(request, timeout=30) as answer:
        return json.loads(answer.read() or b"null")


def told(run: Run, *arguments: str, **more: str) -> Any:
    """Return what a command tells a program."""
    done = run(*arguments, "--json", **more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# To learn


def test_what_one_wants_to_learn_is_listed_found_and_ended(ana: Run) -> None:
    before = [one["line"] for one in told(ana, "learn") if one["state"] == "open"]
    said = ana("learn", "read", "a", "balance", "sheet", "--skill", "ledgers", "--by", "2099-04-01")
    assert said.stdout == "On your list. You are told once when something fits.\n"
    made = told(ana, "learn", "read a contract", "--why", "They all sound alike")
    assert (made["line"], made["why"]) == ("read a contract", "They all sound alike")
    shown = ana("learn").stdout.splitlines()
    assert shown[shown.index("read a balance sheet") + 1] == "   by 2099-04-01"
    assert "Several are called that" in complaint(ana("learned", "read a"))
    assert complaint(ana("learned", "zeppelin")) == (
        "There is no open entry 'zeppelin' that you can see."
    )
    done = told(ana, "learned", "READ A BAL", "--how", "Dora showed me")
    assert (done["state"], done["learned"]) == ("done", "Dora showed me")
    assert ana("learned", made["id"]).stdout == "Learned: read a contract\n"
    assert [one["line"] for one in told(ana, "learn") if one["state"] == "open"] == before
    assert "read a contract" not in ana("learn").stdout
    # What is learned is not learned twice.
    assert complaint(ana("learned", made["id"])).startswith("There is no open entry")


# Stretch assignments


def test_work_is_taken_on_lent_to_begun_and_ended(ana: Run, others: Others) -> None:
    taken = ana(
        "assignments", "take-on", "Retry refunds",
        *("--skill", "Payment gateways", "--why", "The gateway is new to me"),
        *("--good", "A failed refund is tried again", "--complexity", "2"),
        *("--mentor", "ben", "--lender", "dora", "--hours", "4", "--checkpoint", "A drawing"),
    )  # fmt: skip
    assert taken.stdout == "Taken on: Retry refunds. It waits for whoever lends the time.\n"
    assert "Retry refunds" in ana("assignments", "list").stdout
    waits = complaint(ana("assignments", "begin", "retry"))
    assert waits.endswith("assignment: waits for whoever lends the time")
    dora, ben = others["dora"], others["ben"]
    asked = ana("assignments", "loans", **dora).stdout
    assert "Ana Ferreira asks for 4 hours a week; waits for your answer" in asked
    lent = ana("assignments", "lend", "Retry", "--until", "2099-04-01", **dora)
    assert lent.stdout == "Lent: 4 hours a week until 2099-04-01.\n"
    assert ana("assignments", "begin", "retry").stdout == "Begun: Retry refunds\n"
    assert ana("assignments", "reached", "retry", "A dr").returncode == 2, "alone or with help?"
    assert ana("assignments", "reached", "retry", "A dr", "--alone").returncode == 0
    assert ana("assignments", "half-way", "retry").returncode == 0
    mine, bens = (ana("assignments", "show", "retry", **more).stdout for more in ({}, ben))
    assert "  [x] A drawing" in mine.splitlines()
    # How it goes is asked on the learner's page alone: no command asks or tells it.
    assert ("to you alone" in mine, "to you alone" in bens) == (True, False)
    assert ana("assignments", "pulse", "retry").returncode == 2
    nothing = complaint(ana("assignments", "end", "retry"))
    assert "outcome: " in nothing
    ended = ana("assignments", "end", "retry", "--outcome", "I can", "--thanks", "Thank you, Dora")
    assert ended.stdout == "It is done: Retry refunds\n"
    assert "Thanks: Thank you, Dora" in ana("assignments", "loans", **dora).stdout
    assert complaint(ana("assignments", "show", "retry", **others["farid"])) == (
        "There is no assignment 'retry' that you can see."
    )


def test_a_proposal_is_taken_up_or_declined(ana: Run, others: Others) -> None:
    keys = [one["key"] for one in told(ana, "work", "list", "--mine")]
    for piece in keys[:2]:
        said = ana(
            "assignments", "propose", "ana", piece, "--says", f"Yours: {piece}", **others["dora"]
        )
        assert said.stdout == "Proposed. It stands on their page; a no is fine.\n", said.stderr
    found = [one for one in told(ana, "assignments", "proposals") if one["by"]]
    assert [one["says"] for one in found] == [f"Yours: {keys[1]}", f"Yours: {keys[0]}"]
    first, second = (one["id"] for one in found)
    made = told(
        ana, "assignments", "take-on", "--proposal", first,
        *("--skill", "x", "--why", "y", "--good", "z", "--complexity", "1"),
    )  # fmt: skip
    assert (made["title"], made["state"]) == (found[0]["title"], "ready")
    no = ana("assignments", "decline", second)
    assert no.stdout == "All right. Such work is proposed to you less readily.\n"
    assert [one for one in told(ana, "assignments", "proposals") if one["by"]] == []
    assert (
        ana(
            "assignments", "propose", "ana", keys[0], "--says", "Again", **others["dora"]
        ).returncode
        == 0
    )
    assert [one for one in told(ana, "assignments", "proposals") if one["by"]] == []


# Shadowing


def test_offered_taken_up_agreed_on_and_gone_a_step(ana: Run, others: Others) -> None:
    ben = others["ben"]
    title = "How locks are found"
    made = ana("shadow", "offer", title, "--topic", "locks", **ben)
    assert made.stdout == f"Offered: {title}\n"
    assert [one["title"] for one in told(ana, "shadow", "offers", "locks")] == [title]
    assert ana("shadow", "offers", "zeppelin").stdout == "No offer fits.\n"
    came = ana("shadow", "come", "how locks", "--aims", "What is looked at first")
    assert came.stdout.startswith(f"Begun: {title}\nTimes that suit both\n")
    when = came.stdout.splitlines()[2].strip()
    assert ana("shadow", "agree", "how l", when).stdout == "Said. The other one is asked.\n"
    assert f"{when}  (Ana Ferreira agreed)" in ana("shadow", "visit", "how l", **ben).stdout
    both = ana("shadow", "agree", "how l", when, **ben)
    assert both.stdout == "Both agree: it stands in both calendars.\n"
    assert complaint(ana("shadow", "agree", "how l", "2000-01-01 10:00")).startswith("No time at")
    assert ana("shadow", "ready", "how l").stdout == "Said.\n"
    assert ana("shadow", "ready", "how l", **ben).stdout.startswith("Both are: jw shadow step")
    assert ana("shadow", "step", "how l", "briefed").stdout == "From now on: briefed\n"
    assert f"{when}  planned" in ana("shadow", "visit", "how l").stdout
    assert ana("shadow", "visits", **others["farid"]).stdout.startswith("No visit is under way")


def test_what_one_would_like_to_see_is_asked_and_answered(ana: Run, others: Others) -> None:
    wish = "Watch a review from the first line"
    assert ana("shadow", "request", wish, "--person", "dora").stdout == f"Asked: {wish}\n"
    assert wish in ana("shadow", "requests", "--mine").stdout
    assert wish in ana("shadow", "requests", **others["dora"]).stdout
    assert wish not in ana("shadow", "requests", **others["ben"]).stdout
    assert complaint(ana("shadow", "request", wish, "--person", "nobody")) == (
        "There is no person or team of that key that you can see."
    )
    assert ana("shadow", "invite", "watch a rev", **others["dora"]).stdout.startswith("Begun:")
    assert [one["title"] for one in told(ana, "shadow", "visits") if one["title"] == wish] == [wish]


# Notes, over a connection that comes and goes


@pytest.fixture
def line(
    demo_installation: Installation, anas_token: str, jw: Run, others: Others
) -> Iterator[Line]:
    """Ana in a visit of Ben's, connected by a line that can be cut."""
    title = f"{uuid4()} is looked at"
    made = send(others["ben"], "POST", "shadowing/offers", {"title": title})
    with line_to(demo_installation.address) as found:
        done = jw("login", found.address, "--token", anas_token)
        assert done.returncode == 0, done.stderr
        found.carries = told(jw, "shadow", "come", made["id"])["id"]
        yield found


def waiting(home: Path) -> list[Path]:
    return sorted((home / ".local" / "state" / "journeywork" / "notes").glob("*"))


def named(run: Run, visit: str) -> str:
    """Return how its visitor would name a visit: as its title begins."""
    return str(told(run, "shadow", "visit", visit)["title"])[:-5].upper()


def arrived(run: Run, visit: str) -> int:
    return len(told(run, "shadow", "notes", visit)["arrived"])


def test_a_note_is_kept_from_words_and_from_input(jw: Run, line: Line, home: Path) -> None:
    visit = line.carries
    said = jw("shadow", "note", visit, "Looks", "at", "locks", "first")
    assert said.stdout == "Kept. Only you can read it.\n"
    assert jw("shadow", "note", named(jw, visit), typed="two\nlines\n").returncode == 0
    assert (arrived(jw, visit), waiting(home)) == (2, [])
    assert complaint(jw("shadow", "note", "zeppelin", "x")) == (
        "There is no visit 'zeppelin' that you can see."
    )
    assert complaint(jw("shadow", "note", visit, typed=" ")) == (
        "Say what it is about, or pipe it in."
    )
    assert "text: " in complaint(jw("shadow", "note", visit, typed="x" * 20_001))
    assert (arrived(jw, visit), waiting(home)) == (2, [])


@pytest.mark.parametrize("cut", ["at once", "before the answer"])
def test_a_lost_connection_loses_no_note_and_doubles_none(
    jw: Run, line: Line, home: Path, cut: str
) -> None:
    visit, line.cut = line.carries, cut
    for _ in range(2):
        lost = complaint(jw("shadow", "note", visit, "Counts the keys twice"))
        assert "The note waits on this computer." in lost
    (file,) = waiting(home)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    line.cut = ""
    # The control: before the answer was lost, the note had arrived already.
    assert arrived(jw, visit) == (1 if cut == "before the answer" else 0)
    # The same again is the same note; only once it has arrived, it is another.
    for kept in (1, 2):
        assert jw("shadow", "note", visit, "Counts the keys twice").returncode == 0
        assert (arrived(jw, visit), waiting(home)) == (kept, [])


def test_what_waits_goes_with_the_next_note_or_when_it_is_sent(
    jw: Run, line: Line, home: Path
) -> None:
    visit, line.cut = line.carries, "at once"
    for text in ("one", "two"):
        assert jw("shadow", "note", visit, text).returncode == 1
    assert complaint(jw("shadow", "send")).startswith(line.address)
    assert len(waiting(home)) == 2
    line.cut = ""
    assert jw("shadow", "send").stdout == "2 sent.\n"
    assert jw("shadow", "send").stdout == "No note of yours waits.\n"
    title = named(jw, visit)
    line.cut = "at once"
    assert jw("shadow", "note", title, "three").returncode == 1
    line.cut = ""
    assert told(jw, "shadow", "note", visit, "four")["waiting"] == 0
    assert (arrived(jw, visit), waiting(home)) == (4, [])


def test_what_waits_is_sent_as_nobody_else(
    jw: Run, line: Line, home: Path, others: Others, anas_token: str
) -> None:
    """Ben is in the same visit: what Ana wrote must not become a note of his."""
    visit, line.cut = line.carries, "at once"
    assert jw("shadow", "note", visit, "of Ana").returncode == 1
    line.cut = ""
    assert jw("login", line.address, "--token", others["ben"]["JOURNEYWORK_TOKEN"]).returncode == 0
    assert jw("shadow", "note", visit, "of Ben").stdout == "Kept. Only you can read it.\n"
    assert jw("shadow", "send").stdout.startswith("No note of yours waits.\n1 stay in ")
    assert (arrived(jw, visit), len(waiting(home))) == (1, 1)
    # The control: signed in as herself again, it goes; with a new token of hers, too.
    assert jw("login", line.address, "--token", anas_token).returncode == 0
    assert jw("shadow", "send").stdout == "1 sent.\n"
    assert (arrived(jw, visit), waiting(home)) == (1, [])


# Debriefs


def opened(others: Others, *, named: bool) -> dict[str, Any]:
    ends = (datetime.now(UTC) + timedelta(days=2)).isoformat()  # noqa: TID251 -- the server's own
    made: dict[str, Any] = send(
        others["dora"],
        "POST",
        "debriefs",
        {
            "title": f"{uuid4()} again",
            "people": ["ana", "ben"],
            "named": named,
            "ends_at": ends,
        },
    )
    return made


@pytest.mark.parametrize("named", [True, False])
def test_written_in_revealed_and_shown(
    ana: Run, others: Others, home: Path, *, named: bool
) -> None:
    made = opened(others, named=named)
    id, title = made["id"], made["title"]
    assert title in ana("debriefs", "list", "--waiting").stdout
    assert complaint(ana("debriefs", "write", id)).startswith("Say something")
    for text in ("A first word", "It was charged twice"):
        said = ana("debriefs", "write", title, "--happened", text)
        assert said.stdout == "Kept. It is revealed to all at once.\n"
    keys = list((home / ".local" / "state" / "journeywork").glob("debriefs/*"))
    assert [one.stat().st_mode & 0o777 for one in keys] == ([] if named else [0o600])
    assert title not in ana("debriefs", "list", "--waiting").stdout
    assert "charged twice" not in ana("debriefs", "show", id).stdout
    assert ana("debriefs", "pass", id, **others["ben"]).returncode == 0
    over = ana("debriefs", "write", id, "--worked", "The log told at once", **others["dora"])
    assert over.stdout == "Kept. It is revealed.\n"
    shown = ana("debriefs", "show", id).stdout.splitlines()
    by = "  (Ana Ferreira)" if named else ""
    assert shown[shown.index("What happened") + 1] == f"  It was charged twice{by}"
    assert [line for line in shown if "A first word" in line] == []
    late = complaint(ana("debriefs", "write", id, "--happened", "Too late"))
    assert late.endswith("debrief: is over: what you write now would come too late")
    assert complaint(ana("debriefs", "show", id, **others["farid"])) == (
        f"There is no debrief '{id}' that you can see."
    )


# Completion


def test_ids_and_commands_complete(ana: Run, home: Path) -> None:
    offers = told(ana, "shadow", "offers")
    assert complete(home, "journeywork shadow come ") == [one["id"] for one in offers]
    wanted = offers[0]["id"]
    assert complete(home, f"journeywork shadow come {wanted[:-1]}") == [wanted]
    assert complete(home, "journeywork shadow not") == ["note", "notes"]
    (home / ".config" / "journeywork" / "connection.json").unlink()
    assert complete(home, f"journeywork shadow come {wanted[:-1]}") == []
