"""Every setting: what makes no sense is refused at start, by name, in one line, without secrets."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from journeywork.config.environment import SETTINGS, WrongSetting, load

PROGRAM = Path(sys.executable).with_name("journeywork")
LONG = "k" * 32
NO_DATABASES = (
    "mysql://app@db/jw",
    "db.example.org",
    "postgresql://app@db",
    "postgresql://app@db:99999/jw",
    "postgresql://app@db:1,other:2/jw",
    "postgresql://app@db/jw?sslmood=full",
    "postgresql://app@db/jw name",
    "postgresql://[app@db/jw",
)
NO_HOSTS = ("https://learn.example.org", "learn.example.org:443", "a b", "*", ",", "a/b")
_model = tempfile.TemporaryDirectory(prefix="journeywork-model-")
for _part in ("model.onnx", "tokenizer.json"):
    (Path(_model.name) / _part).touch()
WRONG = {
    "DATABASE_URL": NO_DATABASES,
    "DATABASE_OWNER_URL": NO_DATABASES,
    "JOURNEYWORK_DATA": ("data", "./data", "~/data", "/", "/dev/null"),
    "JOURNEYWORK_SECRETS": ("short", f"{LONG},short", ","),
    "JOURNEYWORK_ADDRESS": (
        "learn.example.org",
        "ftp://learn.example.org",
        "https://",
        "https://learn.example.org:0",
        "https://learn.example.org:x",
        "https://learn.example.org/jw",
        "https://learn.example.org?a=b",
        "https://ana@learn.example.org",
        "https://learn example.org",
    ),
    "JOURNEYWORK_HOSTS": NO_HOSTS,
    "JOURNEYWORK_INSIDE": (*NO_HOSTS, ".example.internal", "git.internal, .example.internal", "."),
    "JOURNEYWORK_PORT": ("eighty", "0", "-1", "65536", "8765.0", "٨", "9" * 5000),
    "JOURNEYWORK_LISTEN": ("localhost", "everywhere", "127.0.0.1:80", "256.0.0.1", "*"),
    "JOURNEYWORK_WEB_PROCESSES": ("0", "-1", "two", "1e3", "1000000"),
    "JOURNEYWORK_API_PER_MINUTE": ["-1", "1000001", "many", "1.5"],
    "JOURNEYWORK_PROXIES": ("-1", "one", "1000"),
    "JOURNEYWORK_MAIL": (
        "mail.example.org",
        "https://mail.example.org",
        "smtp://:25",
        "smtp://mail.example.org:x",
        "smtp://mail.example.org/inbox",
    ),
    "JOURNEYWORK_MAIL_FROM": ("Journeywork", "journeywork@", "@example.org", "a@b\nBcc: c@d"),
    "JOURNEYWORK_SIGN_UP": ("perhaps", "2", "on, please"),
    "JOURNEYWORK_DEBUG": ("maybe", "-"),
    "JOURNEYWORK_LOG": ("xml", "very much"),
    "JOURNEYWORK_SEMANTIC_MODEL": ("model", "/", "/nowhere/to/be/found", "/tmp"),
    "JOURNEYWORK_TOKEN": ("hunter2", "jw_a\tb"),
}
RIGHT = {
    "DATABASE_URL": "postgresql://app:a%40b@[2001:db8::1]:5432/jw?sslmode=verify-full",
    "DATABASE_OWNER_URL": "postgres://owner@/jw?host=%2Frun%2Fpostgresql",
    "JOURNEYWORK_DATA": "/srv/journeywork",
    "JOURNEYWORK_SECRETS": f"{LONG}, {LONG}",
    "JOURNEYWORK_ADDRESS": "https://learn.example.org:8443/",
    "JOURNEYWORK_HOSTS": "learn.example.org, .example.com, 10.0.0.7, [::1]",
    "JOURNEYWORK_INSIDE": "Git.Example.Internal,git_2., [FD00::7], 10.0.0.7",
    "JOURNEYWORK_PORT": "65535",
    "JOURNEYWORK_LISTEN": "::",
    "JOURNEYWORK_WEB_PROCESSES": "4",
    "JOURNEYWORK_PROXIES": "0",
    "JOURNEYWORK_API_PER_MINUTE": "1000",
    "JOURNEYWORK_MAIL": "smtp+tls://user:a%40b@mail.example.org:587",
    "JOURNEYWORK_MAIL_FROM": "Learning at Fairwater <learn@fairwater.example>",
    "JOURNEYWORK_SIGN_UP": "Yes",
    "JOURNEYWORK_DEBUG": "0",
    "JOURNEYWORK_LOG": "json",
    "JOURNEYWORK_SEMANTIC_MODEL": _model.name,
    "JOURNEYWORK_TOKEN": "jw_0123456789",
}
SECRET = {setting.name for setting in SETTINGS if setting.secret}


def test_the_table_is_walked_whole() -> None:
    names = {setting.name for setting in SETTINGS}
    assert (set(WRONG), set(RIGHT)) == (names, names)


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, some in WRONG.items() for v in some])
def test_a_wrong_value_is_refused_by_name_with_what_fits(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refusal:
        load({name: value})
    said = str(refusal.value)
    assert said.startswith(f"{name}: ")
    assert "fit: " in said
    assert len(said.splitlines()) == 1
    assert name not in SECRET or value not in said


def test_what_makes_sense_is_taken() -> None:
    found = load(RIGHT)
    assert found["JOURNEYWORK_ADDRESS"] == "https://learn.example.org:8443"
    assert found["JOURNEYWORK_HOSTS"] == ("learn.example.org", ".example.com", "10.0.0.7", "[::1]")
    inside = ("git.example.internal", "git_2", "fd00::7", "10.0.0.7")
    assert found["JOURNEYWORK_INSIDE"] == inside
    assert found["JOURNEYWORK_SECRETS"] == (LONG, LONG)
    assert (found["JOURNEYWORK_SIGN_UP"], found["JOURNEYWORK_DEBUG"]) == (True, False)


def test_blank_is_absent_and_every_default_fits_itself() -> None:
    assert load(dict.fromkeys(RIGHT, " ")) == load({})
    for setting in SETTINGS:
        if isinstance(setting.default, str) and setting.default:
            assert setting.read(setting.default) == setting.default


@pytest.mark.parametrize("command", ["run", "web", "worker", "migrate", "doctor"])
def test_every_process_says_it_in_one_line_and_ends(command: str, tmp_path: Path) -> None:
    given = {"JOURNEYWORK_DATA": str(tmp_path / "jw"), "JOURNEYWORK_LISTEN": "everywhere"}
    ended = subprocess.run(
        [PROGRAM, command],
        env={"PATH": os.environ["PATH"], "COLUMNS": "300", **given},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in (ended.stdout + ended.stderr).splitlines() if "LISTEN" in line]
    assert ended.returncode == 1
    assert len(said) == 1
    assert "JOURNEYWORK_LISTEN: 'everywhere' does not fit" in said[0]
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "jw").exists()


def test_a_place_where_nothing_can_be_kept_ends_the_web_process_in_one_line() -> None:
    ended = subprocess.run(
        [PROGRAM, "web"],
        env={"PATH": os.environ["PATH"], "JOURNEYWORK_DATA": "/proc/journeywork"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("journeywork: JOURNEYWORK_DATA: no key can be kept in /proc")
    assert len(ended.stderr.splitlines()) == 1
