"""Example payloads of GitHub's webhooks, for the tests: an npm package, pinned by hash.

``python -m tools.webhook_examples`` brings it into ``build/``, unless it is there; the tests do
so by themselves. Where the bytes come from is the business of each machine: npm is asked, and
where there is none, the registry that its configuration names. No file of ours names one.
"""

import base64
import hashlib
import json
import os
import shutil
import ssl
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "tools" / "locks" / "webhook-examples.json"
CACHE = ROOT / "build" / "webhook-examples"
PATIENCE = 120  # Seconds.
LARGEST = 50 * 1024 * 1024


class Missing(Exception):
    """The package cannot be had here; the text says why."""


def examples() -> dict[str, list[Any]]:
    """Return the payloads of every type of event, by its name; raises Missing."""
    lock = json.loads(LOCK.read_text())
    with tarfile.open(bring(lock)) as archive:
        found = archive.extractfile(lock["file"])
        assert found is not None
        return {each["name"]: each["examples"] for each in json.load(found)}


def bring(lock: Mapping[str, str]) -> Path:
    """Return the package's archive, fetched now if it was not there; raises Missing."""
    archive = CACHE / f"{lock['version']}.tgz"
    if archive.exists() and _fits(archive.read_bytes(), lock):
        return archive
    CACHE.mkdir(parents=True, exist_ok=True)
    content = _by_npm(lock) if shutil.which("npm") else _by_hand(lock, dict(_configured()))
    if not _fits(content, lock):
        raise Missing(f"What came as {_spec(lock)} has another hash than the one that is pinned.")
    beside = archive.with_suffix(f".{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(archive)
    return archive


def _by_npm(lock: Mapping[str, str]) -> bytes:
    place = CACHE / f"npm-{os.getpid()}"
    place.mkdir(exist_ok=True)
    options = ["--ignore-scripts", "--silent", "--fetch-retries=1", f"--pack-destination={place}"]
    try:
        subprocess.run(
            ["npm", "pack", _spec(lock), *options],
            cwd=place,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return next(place.glob("*.tgz")).read_bytes()
    except subprocess.CalledProcessError as failed:
        why = failed.stderr.strip().rpartition("\n")[2]
        raise Missing(f"npm could not bring {_spec(lock)}. {why}".strip()) from None
    except (OSError, subprocess.TimeoutExpired, StopIteration) as fault:
        raise Missing(f"npm could not bring {_spec(lock)}: {fault!r}") from None
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _by_hand(lock: Mapping[str, str], settings: Mapping[str, str]) -> bytes:
    scope = lock["name"].partition("/")[0]
    registry = settings.get(f"{scope}:registry") or settings.get("registry")
    if not registry or not registry.startswith("https://"):
        raise Missing("There is no npm here, and no configuration of it that names a registry.")
    try:
        about = _get(f"{registry.rstrip('/')}/{quote(lock['name'], safe='@')}", settings)
        tarball = json.loads(about)["versions"][lock["version"]]["dist"]["tarball"]
        return _get(tarball, settings)
    except (OSError, ValueError, KeyError) as fault:
        raise Missing(f"The registry did not give {_spec(lock)}: {fault!r}") from None


def _get(address: str, settings: Mapping[str, str]) -> bytes:
    if not address.startswith("https://"):
        raise ValueError(f"{address} is no address that begins with https://")
    trusted = ssl.create_default_context(cafile=settings.get("cafile") or None)
    request = Request(address, headers={"Accept": "application/json, */*"})
    with urlopen(request, timeout=PATIENCE, context=trusted) as answer:
        content: bytes = answer.read(LARGEST)
    return content


def _configured() -> Iterator[tuple[str, str]]:
    """Yield npm's settings from its files and the environment; what comes later counts."""
    said = {
        name.lower().removeprefix("npm_config_"): value
        for name, value in os.environ.items()
        if name.lower().startswith("npm_config_")
    }
    for file in (Path("/etc/npmrc"), Path(said.get("userconfig") or Path.home() / ".npmrc")):
        for line in file.read_text().splitlines() if file.is_file() else ():
            name, found, value = line.partition("=")
            # Credentials stay where they are: the package is public.
            if found and not name.strip().startswith(("#", ";", "/", "_")):
                yield name.strip(), value.strip().strip("\"'")
    yield from said.items()


def _fits(content: bytes, lock: Mapping[str, str]) -> bool:
    kind, _, wanted = lock["integrity"].partition("-")
    return base64.b64encode(hashlib.new(kind, content).digest()).decode() == wanted


def _spec(lock: Mapping[str, str]) -> str:
    return f"{lock['name']}@{lock['version']}"


def main() -> int:
    """Bring the package; 1 when it cannot be had."""
    try:
        print(f"{bring(json.loads(LOCK.read_text()))} is there.")
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
