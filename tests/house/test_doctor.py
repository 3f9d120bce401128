"""The doctor: says what is wrong and what to do, and is quiet where all is well."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller

from journeywork.config.cluster import APP, OWNER, Cluster
from journeywork.config.doctor import Finding, State, database, examine, machine
from journeywork.config.environment import load
from journeywork.config.port import next_free
from tests.house.conftest import AsUser

NOBODY_LISTENS = "smtp://127.0.0.1:9"


def states(findings: list[Finding]) -> dict[str, State]:
    return {finding.check: finding.state for finding in findings}


def test_a_setting_that_makes_no_sense_ends_the_examination() -> None:
    (only,) = examine({"JOURNEYWORK_PORT": "eighty"})
    assert (only.check, only.state) == ("settings", State.FAIL)
    assert "JOURNEYWORK_PORT" in only.says


def test_every_finding_that_is_not_well_says_what_to_do(tmp_path: Path) -> None:
    found = list(examine({"JOURNEYWORK_DATA": str(tmp_path / "none"), "JOURNEYWORK_DEBUG": "yes"}))
    assert all(bool(finding.do) == (finding.state is not State.OK) for finding in found)
    assert states(found)["debugging"] is State.WARN
    assert states(found)["database"] is State.FAIL


def test_the_tests_own_database_is_found_lazy_and_otherwise_well(db: None) -> None:
    del db
    found = states(list(database.examine(os.environ["DATABASE_URL"])))
    assert found.pop("durability") is State.FAIL  # Tests may lose data; see tests/database.py.
    assert found.pop("worker") is State.WARN
    assert {check: state for check, state in found.items() if state is not State.OK} == {}


def test_the_owner_of_the_tables_is_not_the_role_to_serve_with(db: None) -> None:
    del db
    found = {
        finding.check: finding for finding in database.examine(os.environ["DATABASE_OWNER_URL"])
    }
    assert found["role"].state is State.FAIL
    assert "journeywork_app" in found["role"].do


def test_an_empty_database_waits_for_its_migrations(shared: Cluster) -> None:
    found = {finding.check: finding for finding in database.examine(shared.url(APP))}
    assert found["durability"].state is State.OK
    assert found["migrations"].state is State.FAIL
    assert found["migrations"].do == "Type: journeywork migrate"


def test_a_table_without_row_security_is_named(shared: Cluster) -> None:
    from journeywork.config.doctor import schema

    with psycopg.connect(shared.url(OWNER)) as owner:
        assert "kernel_auditentry" in schema.tables_without_row_security(owner)


def test_nobody_home_is_a_finding_and_not_a_traceback() -> None:
    found = list(examine({"DATABASE_URL": "postgresql://app:hunter2@127.0.0.1:9/none"}))
    assert states(found)["database"] is State.FAIL
    assert "hunter2" not in str(found)


def test_a_data_folder_open_to_others_is_named_with_the_command(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x" * 48)
    tmp_path.chmod(0o755)
    (tmp_path / "secret").chmod(0o644)
    assert [finding.do for finding in machine.folder(tmp_path)] == [
        f"Type: chmod o= {tmp_path}",
        f"Type: chmod 600 {tmp_path / 'secret'}",
    ]
    tmp_path.chmod(0o700)
    (tmp_path / "secret").chmod(0o600)
    assert states(list(machine.folder(tmp_path))) == {"data folder": State.OK}


def test_an_index_that_is_partly_somebody_elses_is_named(tmp_path: Path, as_user: AsUser) -> None:
    """As a copy leaves it, or a command that root typed: the worker could not change it."""
    del as_user  # Only root can give something away.
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "current").touch()
    os.chown(tmp_path / "index" / "current", 1, 1)
    (found,) = machine.index(tmp_path)
    assert found.state is State.FAIL
    assert found.do == f"Type: chown -R --reference={tmp_path / 'index'} {tmp_path / 'index'}"


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert states(list(machine.disk(tmp_path))).keys() == {"disk"}
    monkeypatch.setattr(machine, "_TOO_LITTLE", 1e9)  # More than any disk has.
    (found,) = machine.disk(tmp_path / "not-there-yet")
    assert (found.state, found.do.startswith("Make room")) == (State.FAIL, True)


@pytest.mark.parametrize(
    ("address", "state"),
    [("http://learn.example.org", {"address": State.WARN}), ("https://learn.example.org", {})],
)
def test_an_address_without_encryption_is_named(address: str, state: dict[str, State]) -> None:
    assert states(list(machine.safety(load({"JOURNEYWORK_ADDRESS": address})))) == state


def test_a_mail_server_is_asked_and_not_believed() -> None:
    port = next_free("127.0.0.1", 20_000)
    server = Controller(object(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert states(list(machine.mail(f"smtp://127.0.0.1:{port}"))) == {"mail": State.OK}
        assert states(list(machine.mail(f"smtp+tls://127.0.0.1:{port}"))) == {"mail": State.FAIL}
    finally:
        server.stop()
    assert states(list(machine.mail(NOBODY_LISTENS))) == {"mail": State.FAIL}


def test_the_command_answers_programs_and_ends_with_1_when_something_fails(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("journeywork")
    environment = {"PATH": os.environ["PATH"], "JOURNEYWORK_DATA": str(tmp_path / "none")}
    answer = subprocess.run(
        [program, "doctor", "--json"], capture_output=True, text=True, env=environment, check=False
    )
    told = Counter(finding["state"] for finding in json.loads(answer.stdout))
    assert told["fail"] >= 1
    assert answer.returncode == 1
    assert not (tmp_path / "none").exists(), "the doctor changes nothing"


def test_the_command_looks_into_the_database_too(db: None, tmp_path: Path) -> None:
    del db
    program = Path(sys.executable).with_name("journeywork")
    environment = {**os.environ, "JOURNEYWORK_DATA": str(tmp_path)}
    answer = subprocess.run(
        [program, "doctor", "--json"], capture_output=True, text=True, env=environment, check=False
    )
    told = {finding["check"]: finding["state"] for finding in json.loads(answer.stdout)}
    assert (told["migrations"], told["role"]) == ("ok", "ok"), answer.stderr


def test_the_doctor_makes_no_key_where_the_database_is_named(db: None, tmp_path: Path) -> None:
    del db
    program = Path(sys.executable).with_name("journeywork")
    environment = {**os.environ, "JOURNEYWORK_DATA": str(tmp_path / "none")}
    del environment["JOURNEYWORK_SECRETS"]
    answer = subprocess.run([program, "doctor"], capture_output=True, env=environment, check=False)
    assert b"all applied" in answer.stdout
    assert not (tmp_path / "none").exists(), "the doctor changes nothing"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://app:secret@db:5432/jw", "postgresql://app@db:5432/jw"),
        ("postgresql://app@db/jw?password=secret&sslpassword=secret", "postgresql://app@db/jw"),
        ("postgresql://app@/jw?host=/run/pg&password=x", "postgresql://app@/jw?host=/run/pg"),
    ],
)
def test_no_password_is_shown_wherever_it_stands(url: str, shown: str) -> None:
    assert database.without_password(url) == shown
