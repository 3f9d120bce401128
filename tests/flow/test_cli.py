"""The command line as people use it: the real program, against a real server with the demo."""

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.flow.installation import Installation
from tests.flow.terminal import PROGRAM, Run, environment, token


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line with which a command failed."""
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    return line.removeprefix("journeywork: ")


# Connecting


def test_login_keeps_the_connection_where_nobody_else_reads_it(ana: Run, home: Path) -> None:
    kept = home / ".config" / "journeywork" / "connection.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert ana("today").returncode == 0


def test_login_says_what_is_wrong_and_keeps_nothing(
    demo_installation: Installation, jw: Run, home: Path
) -> None:
    wrong = jw("login", demo_installation.address, "--token", "jw_wrong")
    assert complaint(wrong).startswith(f"{demo_installation.address} does not take this token")
    assert "is not an address such as" in complaint(jw("login", "elsewhere", "--token", "x"))
    closed = f"http://127.0.0.1:{free_port()}"
    assert f"{closed} cannot be reached" in complaint(jw("login", closed, "--token", "x"))
    with somebody_else() as other:
        assert complaint(jw("login", other, "--token", "x")) == (
            f"What answers at {other} is not Journeywork."
        )
    assert not (home / ".config").exists()


def test_without_a_connection_it_says_how_to_make_one(jw: Run) -> None:
    said = complaint(jw("today"))
    assert said.startswith("No server is known yet.")
    assert "journeywork login" in said


def test_a_kept_token_goes_to_its_own_server_alone(ana: Run) -> None:
    said = complaint(ana("today", JOURNEYWORK_ADDRESS="http://127.0.0.1:9"))
    assert said.startswith("No token is known yet.")


@pytest.mark.parametrize("token", ["two\nlines", "kéy", "a b"])
def test_what_cannot_be_a_token_is_not_sent_anywhere(ana: Run, token: str) -> None:
    said = complaint(ana("today", JOURNEYWORK_TOKEN=token))
    assert said == "What is given as a token is none: tokens begin with jw_."


def test_the_environment_comes_first(demo_installation: Installation, ana: Run) -> None:
    other = token(demo_installation, "cleo")
    mine = json.loads(ana("work", "list", "--mine", "--json").stdout)
    theirs = ana("work", "list", "--mine", "--json", JOURNEYWORK_TOKEN=other)
    assert json.loads(theirs.stdout) != mine


def test_logout_gives_the_token_back(demo_installation: Installation, jw: Run) -> None:
    secret = token(demo_installation, "ana")
    jw("login", demo_installation.address, "--token", secret)
    assert "given back" in jw("logout").stdout
    here = {"JOURNEYWORK_ADDRESS": demo_installation.address, "JOURNEYWORK_TOKEN": secret}
    assert "does not take this token" in complaint(jw("today", **here))
    assert complaint(jw("logout")) == "No connection is kept on this computer."


def test_a_token_without_the_scope_is_told_so(demo_installation: Installation, jw: Run) -> None:
    jw("login", demo_installation.address, "--token", token(demo_installation, "ana", "read"))
    assert "do not reach card.write" in complaint(jw("note", "a line"))


# Asking and being helped


def test_ask_answers_in_one_screen(ana: Run) -> None:
    said = ana("ask", "how", "do", "I", "add", "a", "column", "to", "a", "large", "table").stdout
    assert said.startswith("1. Add a column to a large table without stopping payments\n")
    assert "jw cards show add-a-column-to-a-large-table-without-stopping-payments" in said
    assert "Could help:" in said
    assert len(said.splitlines()) < 25


def test_ask_reads_input_and_prints_json(ana: Run) -> None:
    failure = "lock timeout: the migration waits for a lock that a report holds"
    found = json.loads(ana("ask", "--json", typed=failure).stdout)
    assert "The migration that stopped the ledger for nine minutes" in [
        card["title"] for card in found["cards"]
    ]
    assert ana("ask", "-", typed=failure).stdout.startswith("1. ")


def test_ask_knows_the_repository_around_it(ana: Run, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    subprocess.run(["git", "init", "-q", str(place)], check=True)
    origin = "git@git.example.org:fairwater/payments-api.git"
    subprocess.run(["git", "-C", str(place), "remote", "add", "origin", origin], check=True)
    asked = json.loads(ana("ask", "--json", "refunds").stdout)
    assert asked["place"] == "payments-api"  # as the work that came in calls it
    assert (
        json.loads(ana("ask", "--json", "--place", "ledger", "refunds").stdout)["place"] == "ledger"
    )


@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_asking_nothing_is_told(ana: Run, nothing: str) -> None:
    assert complaint(ana("ask", typed=nothing)) == "Say what it is about, or pipe it in."


def test_nothing_is_made_up_for_what_nobody_wrote(ana: Run) -> None:
    found = json.loads(ana("ask", "--json", "zeppelin xylophone").stdout)
    assert (found["cards"], found["episode"]) == ([], None)


def test_today_offers_and_respond_answers(ana: Run) -> None:
    shown = json.loads(ana("today", "--json").stdout)
    said = ana("today", "--why").stdout
    assert said.splitlines()[0] == shown["offer"]["option"]["title"]
    assert shown["offer"]["why_not_next"][0] in said
    assert "Your work at hand" in said
    assert ana("respond", "helped", "--note", "in time").stdout.startswith("Thank you.")
    while json.loads(ana("today", "--json").stdout)["offer"]:
        assert ana("respond", "knew_it").returncode == 0
    assert complaint(ana("respond", "helped")) == "There is no offer to answer right now."
    assert ana("today").stdout.startswith("Nothing to offer right now.")
    strange = ana("respond", "helped", "--offer", "nonsense")
    assert complaint(strange) == "There is no offer 'nonsense' that you can see."
    assert {ana("respond", kind).returncode for kind in ("loved", "ignored")} == {2}


# Posts and cards


def test_a_post_is_read_by_whom_it_is_for(demo_installation: Installation, ana: Run) -> None:
    assert ana("post", "The bank answers 202 now #banks").stdout == "Posted.\n"
    made = json.loads(ana("post", "Stuck in the file", "--team", "payments", "--json").stdout)
    assert made["audience"]["kind"] == "a team"
    assert ana("post", "A doubt", "--only-me").stdout == "Posted, for only me.\n"
    assert "takes at most 600 characters" in complaint(ana("post", "x" * 601))
    assert "Choose one of" in complaint(ana("post", "x", "--only-me", "--team", "payments"))


def test_a_line_becomes_a_card_that_all_can_read(demo_installation: Installation, ana: Run) -> None:
    kept = ana("note", "Ask the bank for the file before noon.").stdout
    key = re.search(r"jw cards publish (\S+)", kept)
    assert key is not None
    assert ana("cards", "publish", key[1]).stdout.startswith("Published: ")
    ben = {"JOURNEYWORK_TOKEN": token(demo_installation, "ben")}
    assert "Ask the bank for the file" in ana("cards", "show", key[1], **ben).stdout
    assert ana("cards", "outdated", key[1], "--note", "until ten", **ben).returncode == 0
    assert json.loads(ana("cards", "show", key[1], "--json").stdout)["trust"] == "flagged"
    assert ana("cards", "review", key[1]).returncode == 0
    assert ana("cards", "respond", key[1], "helped", **ben).stdout.startswith("Thank you.")
    assert "do not reach card.write" in complaint(ana("cards", "archive", key[1], **ben))
    assert "do not reach card.adopt" in complaint(ana("cards", "adopt", key[1], **ben))
    assert ana("cards", "archive", key[1]).stdout.startswith("Archived: ")


def test_a_card_is_written_from_a_file_or_refused_with_advice(ana: Run, tmp_path: Path) -> None:
    file = tmp_path / "card.md"
    file.write_text("## When\n\nBefore noon.\n")
    made = ana("cards", "write", "The file of the bank", "--file", str(file), "--json")
    assert json.loads(made.stdout)["body"] == file.read_text()
    long = ana("cards", "write", "Everything", typed="word " * 3000)
    assert "a card takes at most 5" in complaint(long)
    assert "cannot be read" in complaint(ana("cards", "write", "x", "--file", "/nowhere"))


def test_cards_are_listed_best_fit_first(ana: Run) -> None:
    assert ana("cards", "list", "settlement", "file").stdout.startswith(
        "Read the provider's settlement file\n"
    )
    assert len(json.loads(ana("cards", "list", "--limit", "7", "--json").stdout)) == 7
    assert ana("cards", "list", "--limit", "0").returncode == 2
    assert ana("cards", "list", "zeppelin").stdout == "No card fits.\n"
    for key in ("nothing", "../../etc", ""):
        missing = complaint(ana("cards", "show", key))
        assert missing == f"There is no card {key!r} that you can see."


def test_into_a_pipe_a_card_goes_as_it_stands(ana: Run) -> None:
    shown = ana("cards", "show", "read-the-provider-s-settlement-file").stdout
    body = json.loads(ana("cards", "show", "read-the-provider-s-settlement-file", "--json").stdout)
    assert shown.endswith(body["body"])


def test_words_of_others_do_not_steer_the_terminal(ana: Run) -> None:
    ana("cards", "write", "Quiet", typed="\x1b]0;owned\x07\x1b[2Jred [bold]not markup[/bold]")
    shown = ana("cards", "show", "quiet").stdout
    assert "\x1b" not in shown
    assert "[bold]not markup[/bold]" in shown


def test_a_reader_who_leaves_early_is_no_error(ana: Run, home: Path) -> None:
    line = f"{PROGRAM} cards list --limit 200 | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, len(done.stdout.splitlines())) == ("", 1)
    del ana


# Work


def test_work_is_listed_and_shown_by_its_key(ana: Run) -> None:
    assert "change:payments-api/431" in ana("work", "list", "--mine").stdout
    shown = ana("work", "show", "change:payments-api/431").stdout
    assert shown.startswith("Add a reason column to refunds\n")
    assert "Dora Lindqvist to Ana Ferreira" in shown
    told = json.loads(ana("work", "show", "change:payments-api/431", "--json").stdout)
    assert told["events"][0]["type"] == "work.assigned"
    assert json.loads(ana("work", "show", told["uuid"], "--json").stdout) == told
    missing = complaint(ana("work", "show", "change:nothing/1"))
    assert missing == "There is no piece of work 'change:nothing/1' that you can see."
    assert complaint(ana("work", "show", " ")).startswith("Say which piece of work")


# Completion


def complete(home: Path, words: str) -> list[str]:
    count = str(len(words.split(" ")) - 1)
    more = {"_JOURNEYWORK_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": count}
    done = subprocess.run(
        [PROGRAM], env=environment(home, **more), capture_output=True, text=True, check=False
    )
    return done.stdout.split()


def test_commands_choices_and_keys_complete(ana: Run, home: Path) -> None:
    assert complete(home, "journeywork tod") == ["today"]
    assert complete(home, "journeywork cards pub") == ["publish"]
    assert complete(home, "journeywork respond kn") == ["knew_it"]
    wanted = "read-the-provider-s-settlement-file"
    assert complete(home, "journeywork cards show read-the") == [wanted]
    (home / ".config" / "journeywork" / "connection.json").unlink()
    assert complete(home, "journeywork cards show read-the") == []


# The machine on which it runs


def test_the_command_line_of_the_server_is_connected_without_being_asked(
    demo_installation: Installation, jw: Run, home: Path
) -> None:
    made = demo_installation.run("people", "token").strip()
    connect = (
        "import sys; from journeywork.cli.local import connect, wants_connection;"
        "print(wants_connection(), connect(sys.argv[1], sys.argv[2]), wants_connection())"
    )
    done = subprocess.run(
        [sys.executable, "-c", connect, demo_installation.address, made],
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "False"]
    assert jw("today").returncode == 0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class _Other(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>Hello</html>")

    def log_message(self, *given: object) -> None:
        del given


@contextmanager
def somebody_else() -> Iterator[str]:
    """A web server that is not Journeywork."""
    server = HTTPServer(("127.0.0.1", 0), _Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_commands_that_ask_a_server_load_no_django() -> None:
    code = "import sys; from journeywork.config.entry import app; app(); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
