"""Packages of Debian and Ubuntu: root installs them, everybody else is told what to type."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

QUIET = ["--yes", "--quiet", "--no-install-recommends"]


def install(*packages: str) -> None:
    """Install packages as root; the package lists are fetched only when they are missing or old.

    :raises subprocess.CalledProcessError: apt-get failed; its words are in ``stderr``.
    """
    print(f"Installing {', '.join(packages)} with apt-get.")
    _apt_get("install", *QUIET, *packages)


def unpack(package: str, place: Path) -> Path:
    """Download a package, which anybody may, and unpack it in an empty place of ours; return the place.

    :raises OSError: there is no apt-get here.
    :raises subprocess.CalledProcessError: apt-get failed, as it does where its lists are missing.
    """
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    _apt_get("download", "--quiet", package, folder=place)
    for archive in place.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", archive, place], check=True, capture_output=True)
    return place


def _apt_get(*arguments: str, folder: Path | None = None) -> None:
    """Run apt-get; root, who may, fetches its lists and tries again where it fails."""
    try:
        _run(*arguments, folder=folder)
    except subprocess.CalledProcessError:
        if os.geteuid() != 0:
            raise
        _run("update", "--quiet")
        _run(*arguments, folder=folder)


def _run(*arguments: str, folder: Path | None = None) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        ["apt-get", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
    )
