"""The fifth promise: no internet, no integration, no administrator, and it works."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeywork.config.cluster import throwaway_folder
from tests.fakes import newcomer

QUESTION = "the certificate of staging ends soon"
#: A network of its own for one command; who is not root needs a user namespace for that.
ALONE = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-current-user"]
CARD = """# Rotate the staging certificate

The certificate of the staging proxy ends every ninety days. Order the new one first, put it
beside the old one, reload the proxy, and look at the end date before you throw the old one away.
"""


@pytest.fixture
def place() -> Iterator[Path]:
    made = throwaway_folder("jw-alone-")
    yield made
    shutil.rmtree(made)


@pytest.fixture
def repository(place: Path) -> Path:
    made = place / "proxy"
    made.mkdir()
    (made / "certificate.md").write_text(CARD)
    git = ["git", "-C", str(made), "-c", "user.name=Ana", "-c", "user.email=ana@fairwater.example"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "Say how"]):
        subprocess.run([*git, *words], check=True)
    return made


def test_it_works_without_any_network(place: Path, repository: Path) -> None:
    done = subprocess.run(
        [*ALONE, sys.executable, newcomer.__file__, str(place / "data"), str(repository), QUESTION],
        env={"PATH": os.environ["PATH"], "HOME": str(place)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if "unshare failed" in done.stderr:
        pytest.skip("this system gives no network namespaces to this user")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) == {
        "elsewhere": "ENETUNREACH",
        "found": ["Rotate the staging certificate"],
        "ended": 0,
    }
