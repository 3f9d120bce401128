"""The import contracts catch what they were made for: each planted sin, by its contract."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

SINS = [
    ("engine/work.py", "import random", "The engine is pure"),
    ("kernel/clock.py", "from journeywork.people import queries", "Everything flows one way"),
    ("support/queries.py", "from journeywork.knowledge import models", "A room's models"),
    ("web/urls.py", "from journeywork.knowledge import post_models", "A room's models"),
    ("web/urls.py", "from journeywork import flow", "Only the worker turns the flow"),
    ("web/urls.py", "from journeywork import api", "Everything flows one way"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": f"{folder / 'src'}:{folder}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tools", copy / "tools")
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def test_the_house_as_it_stands_keeps_every_contract(house: Path) -> None:
    result = lint(house)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("file", "sin", "contract"), SINS)
def test_a_planted_sin_is_caught(house: Path, file: str, sin: str, contract: str) -> None:
    target = house / "src" / "journeywork" / file
    before = target.read_text()
    head, _, rest = before.partition('"""\n')
    target.write_text(f'{head}"""\n{sin}\n{rest}')
    try:
        result = lint(house)
    finally:
        target.write_text(before)
    broken = [line for line in result.stdout.splitlines() if line.rstrip().endswith("BROKEN")]
    assert result.returncode == 1
    assert any(line.startswith(contract) for line in broken), result.stdout


def test_a_new_corner_is_caught(house: Path) -> None:
    corner = house / "src" / "journeywork" / "shared"
    corner.mkdir()
    (corner / "__init__.py").write_text("")
    try:
        result = lint(house)
    finally:
        shutil.rmtree(corner)
    assert result.returncode == 1
    assert "shared" in result.stdout
