"""Names that lead inside: whatever a resolver answers, no connection goes to a private address.

The resolver is ours, and every connection that any code of this process begins is heard of from
the interpreter itself; nobody has to be listening.
"""

import ipaddress
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from journeywork.kernel.outgoing import Allowance, Unreachable, checked, is_public, send

PUBLIC = "93.184.216.34"
PRIVATE = (
    *("127.0.0.1", "127.0.0.53", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.1.2.3"),
    *("172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.255.254", "169.254.169.254"),
    *("169.254.170.2", "169.254.0.1", "100.64.0.1", "100.100.100.200", "100.127.255.254"),
    *("192.0.0.1", "192.0.0.170", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1"),
    *("198.19.255.254", "198.51.100.7", "203.0.113.9", "224.0.0.1", "233.252.0.1", "239.1.2.3"),
    *("240.0.0.1", "255.255.255.255", "::", "::1", "::2", "::7f00:1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1"),
    *("::ffff:8.8.8.8", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254"),
    *("::ffff:0:10.0.0.1", "::a9fe:a9fe", "4000::1", "e000::1", "64:ff9b:1::1", "64:ff9b:1:ffff::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1"),
    *("2002:c0a8:1::", "2002:e000:1::", "2001::1", "2001:0:7f00:1::", "2001:10::1", "2001:20::1"),
    *("2001:db8::1", "3fff::1", "5f00::1", "100::1", "fc00::1", "fd00:ec2::254", "fdff::1"),
    *("fe80::1", "fe80::1%eth0", "fe80::1%1", "febf::1", "fec0::1", "feff::1", "ff02::1", "ff0e::1"),
)  # fmt: skip
NAMES = (
    *("inside.example", "127.0.0.1.nip.example", "localtest.example", "metadata.internal"),
    *(
        "a.b.c.d.e.example",
        "xn--bcher-kva.example",
        "7f000001.rebind.example",
        "x" * 63 + ".example",
    ),
)


class Hearing:
    """Hears of every connection that is begun, while it is told to; there is no end to a hook."""

    def __init__(self) -> None:
        self.on, self.begun = False, list[Any]()
        sys.addaudithook(self)

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        if self.on and event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            self.begun.append(given[1])


@pytest.fixture(scope="module")
def hearing() -> Hearing:
    return Hearing()


@pytest.fixture
def began(hearing: Hearing) -> Iterator[list[Any]]:
    """Return what is heard of during the test."""
    hearing.begun.clear()
    hearing.on = True
    yield hearing.begun
    hearing.on = False


Answers = Callable[..., list[str]]


@pytest.fixture
def resolves(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Let names stand for the addresses given, one list for each time they are asked for."""

    def to(*answers: list[str]) -> list[str]:
        asked: list[str] = []

        def look_up(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
            found = answers[min(len(asked), len(answers) - 1)]
            asked.append(host)
            return [(socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "",
                     (each, port)) for each in found]  # fmt: skip

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    return to


def refused(url: str, says: str = ".") -> None:
    with pytest.raises(Unreachable, match=says):
        send(url, allowance=Allowance(seconds=2))


@pytest.mark.parametrize("address", PRIVATE)
def test_no_name_leads_to_a_private_address(
    resolves: Answers, began: list[Any], address: str
) -> None:
    resolves([address])
    for scheme in ("http", "https"):
        refused(f"{scheme}://inside.example/", "not a public address")
    assert began == []


@pytest.mark.parametrize("name", NAMES)
def test_no_kind_of_name_leads_to_this_machine(
    resolves: Answers, began: list[Any], name: str
) -> None:
    resolves(["127.0.0.1"])
    refused(f"http://{name}/")
    refused(f"http://{name}.:8080/")
    assert began == []


@pytest.mark.parametrize("private", ["127.0.0.1", "::1", "169.254.169.254", "fd00:ec2::254"])
@pytest.mark.parametrize("place", [0, 1, 5])
def test_a_mixed_answer_is_refused_wherever_the_private_address_stands(
    resolves: Answers, began: list[Any], private: str, place: int
) -> None:
    mixed = [f"93.184.216.{n}" for n in range(30, 35)]
    mixed.insert(place, private)
    resolves(mixed)
    refused("http://two-faced.example/", "not a public address")
    assert began == []


def test_a_name_that_answers_differently_the_second_time_gains_nothing(
    resolves: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was checked is what is connected to; the name is looked up once."""
    tried: list[Any] = []

    def connect(address: Any, *_: Any, **__: Any) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    asked = resolves([PUBLIC], ["127.0.0.1"])
    refused("http://rebinding.example:8080/")
    assert (asked, tried) == (["rebinding.example"], [(PUBLIC, 8080)])
    refused("http://rebinding.example:8080/", "not a public address")
    assert len(tried) == 1


def test_no_answer_and_no_address_are_no_way(resolves: Answers, began: list[Any]) -> None:
    resolves([])
    refused("http://nothing.example/")
    assert began == []


def test_a_proxy_of_the_environment_is_not_asked(
    resolves: Answers, began: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    resolves(["10.0.0.1"])
    refused("http://inside.example/", "not a public address")
    assert began == []


def test_what_is_typed_as_an_address_is_refused_before_anybody_asks() -> None:
    """The form that takes an address says so at once, for every spelling of an address."""
    for address in PRIVATE:
        host = address.partition("%")[0]
        assert not is_public(ipaddress.ip_address(host)), host
        with pytest.raises(Unreachable):
            checked(f"http://{f'[{host}]' if ':' in host else host}/")
