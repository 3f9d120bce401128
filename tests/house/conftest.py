"""Folders for short-lived clusters, and a way to act as another user of the machine."""

import os
import pickle
import pwd
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from journeywork.config.cluster import Cluster, throwaway_folder
from journeywork.config.cluster.server import find

AsUser = Callable[[str, Callable[[], Any]], Any]


@pytest.fixture
def place() -> Iterator[Path]:
    """A closed folder that the server's account can reach; whatever runs in it is ended."""
    folder = throwaway_folder("jw-test-")
    yield folder
    for data in folder.glob("*/data"):
        server = find(Cluster(data.parent)._layout)
        if server:
            os.kill(server.pid, signal.SIGQUIT)
            while server.alive():
                pass
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def shared() -> Iterator[Cluster]:
    """One running cluster for all tests of a file that change nothing in it."""
    folder = throwaway_folder("jw-test-")
    with Cluster(folder / "pg", tied=True) as cluster:
        yield cluster
    shutil.rmtree(folder)


@pytest.fixture
def as_user() -> AsUser:
    """Run a function as another user of this machine and return its answer; needs root.

    The process is forked, not started anew: the interpreter may lie where that user cannot read.
    """
    if os.geteuid() != 0:
        pytest.skip("only root can act as another user")
    return _act


def _act(name: str, function: Callable[[], Any]) -> Any:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "wb") as out:
            pickle.dump(_answer(name, function), out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        kind, value = pickle.load(answer)
    os.waitpid(child, 0)
    if kind == "raised":
        raise value
    return value


def _answer(name: str, function: Callable[[], Any]) -> tuple[str, Any]:
    user = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    try:
        return "returned", function()
    except BaseException as fault:  # noqa: BLE001 - whatever it is, the test shall see it.
        return "raised", fault
