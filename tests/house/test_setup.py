"""What a fresh machine relies on: lock files, their agreement, and a cluster without Django."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
LOCKS += ["tools/locks/installer.lock", "tools/locks/build.lock"]


def versions(lock: str) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
    return dict(found)


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in requirements}


def test_what_is_tested_is_what_runs() -> None:
    run, dev = versions("requirements.lock"), versions("requirements-dev.lock")
    assert run.items() <= dev.items()
    assert len(dev) > len(run)


def test_the_lock_files_know_every_declared_requirement() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert names(project["project"]["dependencies"]) <= versions("requirements.lock").keys()
    assert names(project["dependency-groups"]["dev"]) <= versions("requirements-dev.lock").keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_is_held_by_hashes_and_none_by_a_place(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pinned = re.split(r"^(?=[a-z0-9.-]+==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in requirement for requirement in pinned)
    assert "://" not in text


@pytest.mark.parametrize("module", ["cluster", "supervisor", "run", "place"])
def test_the_supervisor_needs_no_django(module: str) -> None:
    program = f"import sys, journeywork.config.{module}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_how_to_makes_the_roles_that_migrations_expect() -> None:
    from journeywork.config.cluster.roles import APP, DATABASE_STATEMENTS, OWNER

    page = (ROOT / "docs" / "howto" / "run-in-production.md").read_text()
    for role in (OWNER, APP):
        assert f"create role {role} login nosuperuser nobypassrls" in page
    assert all(statement in page for statement in DATABASE_STATEMENTS)


def test_a_python_without_pip_gets_it_from_the_system_and_installs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian and Ubuntu keep pip apart; whoever is not root may download it all the same."""
    from tools import system_packages

    if shutil.which("dpkg-deb") is None:
        pytest.skip("this system has no packages of that kind")
    deb = tmp_path / "deb" / "usr" / "share" / "python-wheels"
    deb.mkdir(parents=True)
    (deb / "pip-1.whl").touch()
    (tmp_path / "deb" / "DEBIAN").mkdir()
    control = "Package: python3-pip-whl\nVersion: 1\nArchitecture: all\nMaintainer: us\nDescription: pip\n"
    (tmp_path / "deb" / "DEBIAN" / "control").write_text(control)
    (tmp_path / "bin").mkdir()
    built = tmp_path / "python3-pip-whl_1_all.deb"
    subprocess.run(
        ["dpkg-deb", "--build", tmp_path / "deb", built], check=True, capture_output=True
    )
    apt_get = tmp_path / "bin" / "apt-get"
    apt_get.write_text(f'#!/bin/sh\n[ "$1" = download ] && cp {built} .\n')
    apt_get.chmod(0o755)
    monkeypatch.setenv("PATH", f"{apt_get.parent}:{os.environ['PATH']}")
    place = system_packages.unpack("python3-pip-whl", tmp_path / "pip")
    assert [path.name for path in place.rglob("*.whl")] == ["pip-1.whl"]
