"""Packages of Debian and Ubuntu: root installs them, everybody else is told what to type."""

import os
import subprocess

QUIET = ["--yes", "--quiet", "--no-install-recommends"]


def install(*packages: str) -> None:
    """Install packages as root; the package lists are fetched only when they are missing or old.

    :raises subprocess.CalledProcessError: apt-get failed; its words are in ``stderr``.
    """
    print(f"Installing {', '.join(packages)} with apt-get.")
    try:
        _apt_get("install", *QUIET, *packages)
    except subprocess.CalledProcessError:
        _apt_get("update", "--quiet")
        _apt_get("install", *QUIET, *packages)


def _apt_get(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        ["apt-get", *arguments], check=True, capture_output=True, text=True, env=environment
    )
