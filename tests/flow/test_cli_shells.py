"""After a command failed: help is one key away, in real shells, and comes only when asked."""

import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journeywork.engine.masking import LONGEST, masked
from tests.flow.terminal import PROGRAM, Run, Terminal, environment

SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
HOOK = {
    "bash": 'eval "$(journeywork shell-hook bash)"',
    "zsh": 'eval "$(journeywork shell-hook zsh)"',
    "fish": "journeywork shell-hook fish | source",
}
Open = Callable[..., Terminal]


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


@pytest.fixture
def open_shell(shell: str, home: Path, tmp_path: Path) -> Iterator[Open]:
    """Open a terminal with the hook in place; every line typed waits for the prompt."""
    opened: list[Terminal] = []

    def begin(**more: str) -> Terminal:
        home.mkdir(exist_ok=True)
        terminal = Terminal(SHELLS[shell], environment(home, **more), tmp_path)
        opened.append(terminal)
        terminal.types("echo re''ady\n")
        terminal.shows("ready")
        terminal.types(f"{HOOK[shell]}; echo ho''oked\n")
        terminal.shows("hooked")
        return terminal

    yield begin
    for terminal in opened:
        terminal.close()


def line(terminal: Terminal, text: str) -> None:
    """Type a line, and one more whose end tells that the shell is done with it."""
    terminal.types(f"{text}\n")
    terminal.shows(text.split(maxsplit=1)[0])


def test_after_a_failure_the_key_and_the_command_ask(ana: Run, open_shell: Open) -> None:
    del ana
    terminal = open_shell()
    line(terminal, "sh -c 'exit 3'")
    terminal.types("jwhy\n")
    asked = "Asked: command failed with exit status 3: sh -c 'exit 3'"
    terminal.shows(asked)
    line(terminal, "sh -c 'exit 4' migration")
    terminal.types("\x1bj")
    terminal.shows("Asked: command failed with exit status 4: sh -c 'exit 4' migration")
    terminal.types("\njwhy\n")
    terminal.shows("exit status 4")


def test_after_a_success_there_is_nothing_to_ask(ana: Run, open_shell: Open) -> None:
    del ana
    terminal = open_shell()
    line(terminal, "sh -c 'exit 3'")
    line(terminal, "true")
    terminal.types("jwhy\n")
    terminal.shows("The last command did not fail.")


def test_the_same_command_again_counts_anew(ana: Run, open_shell: Open, tmp_path: Path) -> None:
    del ana
    terminal = open_shell()
    line(terminal, "test -e there")
    terminal.types("jwhy\n")
    terminal.shows("Asked: command failed with exit status 1: test -e there")
    (tmp_path / "there").touch()
    line(terminal, "test -e there")
    terminal.types("jwhy\n")
    terminal.shows("The last command did not fail.")


def test_nothing_leaves_the_shell_before_somebody_asks(open_shell: Open) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        came = threading.Event()
        threading.Thread(target=lambda: (server.accept(), came.set()), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        terminal = open_shell(JOURNEYWORK_ADDRESS=address, JOURNEYWORK_TOKEN="jw_test")
        line(terminal, "sh -c 'exit 3'")
        line(terminal, "false")
        terminal.types("echo do''ne\n")
        terminal.shows("done")
        assert not came.is_set()
        line(terminal, "sh -c 'exit 5'")
        terminal.types("jwhy\n")
        assert came.wait(30)


def test_bash_keeps_the_prompt_command_and_the_status_of_others(home: Path) -> None:
    home.mkdir()
    typed = f"""PROMPT_COMMAND='echo "status=$?"'\n{HOOK["bash"]}\n(exit 7)\n"""
    done = subprocess.run(
        SHELLS["bash"],
        input=typed,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] == "status=7"


def test_the_hook_finds_the_program_where_the_shell_would_not(home: Path) -> None:
    env = environment(home) | {"PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [PROGRAM, "shell-hook", "bash"], env=env, capture_output=True, text=True, check=True
    )
    assert f"{PROGRAM} ask --failed" in done.stdout


SECRETS = [
    ("mysql -u root -pHunter22 shop", "mysql -u root -p*** shop"),
    ("curl -H 'Authorization: Bearer abcdef123456' x", "curl -H 'Authorization: Bearer ***' x"),
    ("git clone https://me:word@host/x.git", "git clone https://***@host/x.git"),
    ("AWS_SECRET_ACCESS_KEY=abc aws s3 ls", "AWS_SECRET_ACCESS_KEY=*** aws s3 ls"),
    ("tool --password='a b' --api-token abc run", "tool --password=*** --api-token *** run"),
    ("echo jw_aaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbb", "echo ***"),
    ("git commit -m 'fix token handling'", "git commit -m 'fix token handling'"),
    ("docker run -p 80:80 -it image", "docker run -p 80:80 -it image"),
    ("make test ARGS=tests/rooms", "make test ARGS=tests/rooms"),
]


@pytest.mark.parametrize(("typed", "asked"), SECRETS)
def test_secrets_in_a_command_line_stay_at_home(typed: str, asked: str) -> None:
    assert masked(typed) == asked


def test_masking_takes_a_blink_for_any_line() -> None:
    assert len(masked("token" * 100_000)) <= LONGEST
    assert len(masked("-" * 100_000 + " key" * 50_000)) <= LONGEST
