"""Somebody who starts the product on a repository, with no network but the machine's own.

Run inside a network namespace of its own: ``newcomer.py DATA REPOSITORY QUESTION``. Prints, as
JSON, what a connection to elsewhere says, the titles that Ask found, and how `run` ended.
"""

import errno
import fcntl
import json
import re
import signal
import socket
import struct
import subprocess
import sys
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

SET_FLAGS, UP, RUNNING = 0x8914, 0x1, 0x40
PROGRAM = Path(sys.executable).with_name("journeywork")


def main(data: str, repository: str, question: str) -> None:
    """Come, sign in by the link, give two names, ask, go."""
    bring_loopback_up()
    elsewhere = what_elsewhere_says()
    run = subprocess.Popen(
        [str(PROGRAM), "run", "--data", data, "--repo", repository],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        address, link = address_and_link(run)
        pages = build_opener(HTTPCookieProcessor(CookieJar()))
        press(pages, link)
        press(pages, f"{address}/start", organisation="Fairwater", name="Ana", language="en")
        found = titles(read(pages, f"{address}/ask?{urlencode({'q': question})}"))
    finally:
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=60)
    sys.stdout.write(json.dumps({"elsewhere": elsewhere, "found": found, "ended": run.returncode}))


def bring_loopback_up() -> None:
    """Switch on the only network there is: a new namespace has it switched off."""
    with socket.socket() as link:
        fcntl.ioctl(link, SET_FLAGS, struct.pack("16sh14x", b"lo", UP | RUNNING))


def what_elsewhere_says() -> str:
    """Return the name of the error with which an address that is not ours answers."""
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=5).close()
    except OSError as fault:
        return errno.errorcode.get(fault.errno or 0, str(fault))
    return "connected"


def address_and_link(run: "subprocess.Popen[str]") -> tuple[str, str]:
    """Read what `run` says until it runs; return its address and the sign-in link."""
    assert run.stdout is not None
    said: list[str] = []
    for line in run.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    text = "".join(said)
    address = re.search(r"runs at (http://\S+)", text)
    link = re.search(r"this link: (http://\S+)", text)
    assert address, text
    assert link, text
    return address[1], link[1]


def read(pages: OpenerDirector, address: str) -> str:
    with pages.open(address, timeout=60) as answer:
        return str(answer.read().decode())


def press(pages: OpenerDirector, address: str, **fields: str) -> str:
    """Send the form at `address`, with what it needs to be believed."""
    form = read(pages, address)
    seal = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    zone = {"zone_name": "UTC", "email": ""} if fields else {}
    sent = urlencode({"csrfmiddlewaretoken": seal[1] if seal else "", **zone, **fields})
    headers = {"Referer": address}
    with pages.open(Request(address, data=sent.encode(), headers=headers), timeout=60) as answer:
        return str(answer.read().decode())


def titles(page: str) -> list[str]:
    """Return the titles of the cards that a page of answers shows."""
    return re.findall(r'<a[^>]* href="/cards/[^"]+"[^>]*>\s*([^<]+?)\s*</a>', page)


if __name__ == "__main__":
    main(*sys.argv[1:])
