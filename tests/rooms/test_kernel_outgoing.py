"""A hundred and fifty ways to reach a private address; none of them connects."""

import contextlib
import ipaddress
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from journeywork.config.environment import load
from journeywork.kernel.outgoing import (
    Allowance,
    Unreachable,
    _connection,
    is_public,
    refuse_private,
    send,
)

Reply = Callable[[socket.socket, bytes], None]


class Trap:
    """Listens on loopback and counts who comes; answers what it is told."""

    def __init__(self, reply: Reply | None = None) -> None:
        self.asked: list[bytes] = []
        self.reply = reply
        self.listeners = [self._listen(socket.AF_INET, "127.0.0.1", 0)]
        self.port = self.listeners[0].getsockname()[1]
        if socket.has_ipv6:
            with contextlib.suppress(OSError):
                self.listeners.append(self._listen(socket.AF_INET6, "::1", self.port))
        for listener in self.listeners:
            threading.Thread(target=self._serve, args=(listener,), daemon=True).start()

    def _listen(self, family: int, host: str, port: int) -> socket.socket:
        listener = socket.socket(family)
        listener.bind((host, port))
        listener.listen()
        return listener

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            with link:
                request = link.recv(65536)
                self.asked.append(request)
                if self.reply:
                    self.reply(link, request)

    def close(self) -> None:
        for listener in self.listeners:
            listener.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    made = Trap()
    yield made
    made.close()


@pytest.fixture
def server(settings: Any) -> Iterator[Callable[[Reply], str]]:
    """A server on loopback that the settings allow, as a host of one's own network."""
    settings.INSIDE = frozenset({"localhost"})
    made: list[Trap] = []

    def start(reply: Reply) -> str:
        made.append(Trap(reply))
        return f"http://localhost:{made[-1].port}"

    yield start
    for each in made:
        each.close()


HOSTS = (
    # Loopback, in every spelling that some resolver takes.
    *("127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "127.0.0.1.", "localhost", "LOCALHOST"),
    *("localhost.", "2130706433", "0x7f000001", "0x7f.0x0.0x0.0x1", "0x7F.1", "017700000001"),
    *("0177.0.0.1", "0177.0.0.01", "127.0.0.0x1", "00000177.1", "0", "0.0.0.0", "0x0", "00"),
    *("[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
    *("[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]"),
    *("[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[fe80::1]", "[fe80::1%25lo]", "[fe80::1%lo]"),
    # Networks of one's own, of the provider, of the machine.
    *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1.1"),
    *("169.254.169.254", "169.254.0.1", "100.64.0.1", "100.127.255.255", "100.100.100.200"),
    *("192.0.0.1", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1", "0.0.0.1"),
    *("[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]"),
    *("[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[2001::1]"),
    *("[2002:a9fe:a9fe::]", "[2002:c0a8:0101::1]", "[64:ff9b::a9fe:a9fe]", "[3fff::1]"),
    *("[::ffff:0:127.0.0.1]", "[5f00::1]", "[2001:0:7f00:1::]", "2852039166", "0xa9fea9fe"),
    *("0xa9.0xfe.0xa9.0xfe", "0251.0376.0251.0376", "169.16689662", "3232235521", "167772161"),
    *("[::ffff:0:127.0.0.1]", "[::ffff:0:7f00:1]", "[4000::1]", "[::127.0.0.1%25lo]", "127.0.0.1;x"),
    *("0x17f000001", "4294967297", "127.000.000.001", "0x7f.0.1", "0177.1", "127.0x1"),
    # Spellings that fold into others.
    *("１２７.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1", "ｌｏｃａｌｈｏｓｔ", "lo\u00adcalhost"),
    *("localhost\u200b", "\u202elocalhost", "127.0.0.1\t", " 127.0.0.1", "127.0.0.1%00", "127%2e0.0.1"),
    *("%31%32%37.0.0.1", "localhost%2f", "127.0.0.1%0d%0a", "127.0.0.1\r\nHost: x", "a@127.0.0.1"),
    *("a:b@127.0.0.1", "example.com@127.0.0.1", "example.com%40127.0.0.1", "example.com\\@127.0.0.1"),
    *("127.0.0.1\\.example.com", "127.0.0.1\\", "example.com#@127.0.0.1", "", ".", "..", "-", "_"),
    *("ip6-localhost", "ip6-loopback", "localhost.localdomain", "localhost4", "localhost6"),
    *("%6cocalhost", "loc%61lhost", "[::1", "::1", "[127.0.0.1]", "[localhost]", "[::1]x", "[v1.x]"),
)  # fmt: skip
SCHEMES = (
    *("ftp", "file", "gopher", "dict", "ldap", "ws", "wss", "data", "jar", "unix", "tftp", "sftp"),
    *("HTTP ", "javascript", "http+unix", "netdoc", "php", "http:http"),
)
WAYS = [
    *(f"http://{host}:{{port}}/" for host in HOSTS),
    *(f"https://{host}:{{port}}/" for host in HOSTS[:20]),
    *(f"{scheme}://127.0.0.1:{{port}}/" for scheme in SCHEMES),
    *("//127.0.0.1:{port}/", "127.0.0.1:{port}", "/", "", "http:/127.0.0.1:{port}/"),
    *("http:127.0.0.1:{port}", "http:///127.0.0.1:{port}", "http://127.0.0.1:{port}:80/"),
    *("http://127.0.0.1:0{port}/", "http://127.0.0.1:99999/", "http://127.0.0.1:-1/"),
    *(
        "http://127.0.0.1:{port}/\r\nX: y",
        "http://127.0.0.1: {port}/",
        "\thttp://127.0.0.1:{port}/",
    ),
]


def test_there_are_at_least_150_ways() -> None:
    assert len(set(WAYS)) >= 150


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_inside(trap: Trap, way: str) -> None:
    with pytest.raises(Unreachable):
        send(way.replace("{port}", str(trap.port)), allowance=Allowance(seconds=2))
    assert trap.asked == []


def test_the_trap_does_catch_what_comes(trap: Trap) -> None:
    """The control: without the check, one of the ways is answered."""
    with socket.create_connection(("127.0.0.1", trap.port)) as link:
        link.sendall(b"GET / HTTP/1.0\r\n\r\n")
        link.recv(10)
    assert len(trap.asked) == 1


def answer(link: socket.socket, status: str = "200 OK", body: bytes = b"", **headers: str) -> None:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    link.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
@pytest.mark.parametrize(
    "onward",
    [
        "http://127.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "//127.0.0.1:{port}/",
        "file:///etc/passwd",
        "https://127.0.0.1:{port}/",
        "///127.0.0.1:{port}/",
        "/\\127.0.0.1:{port}/",
        "\\\\127.0.0.1:{port}/",
        "\t//127.0.0.1:{port}/",
        "http://a@127.0.0.1:{port}/",
        "http://0x7f000001:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:0:127.0.0.1]:{port}/",
        "http://127。0。0。1:{port}/",
        "gopher://127.0.0.1:{port}/",
    ],
)
def test_a_redirect_inside_is_refused(server: Any, trap: Trap, status: str, onward: str) -> None:
    target = onward.replace("{port}", str(trap.port))
    url = server(lambda link, _: answer(link, status, Location=target))
    with pytest.raises(Unreachable):
        send(url)
    assert trap.asked == []


def test_an_answer_comes_back_whole(server: Any) -> None:
    url = server(lambda link, _: answer(link, body=b"hello", ETag='"1"'))
    got = send(f"{url}/a?b=c", headers={"X-Mine": "1"})
    assert (got.status, got.body, got.headers["etag"], got.url) == (
        200,
        b"hello",
        '"1"',
        f"{url}/a?b=c",
    )


def test_a_redirect_within_the_host_is_followed_and_keeps_its_headers(server: Any) -> None:
    seen: list[bytes] = []

    def reply(link: socket.socket, request: bytes) -> None:
        seen.append(request)
        if b"GET /old" in request:
            answer(link, "302 Found", Location="/new")
        else:
            answer(link, body=b"new")

    got = send(server(reply) + "/old", headers={"Authorization": "secret"})
    assert (got.body, [b"authorization: secret" in request for request in seen]) == (
        b"new",
        [True, True],
    )


def test_a_secret_does_not_follow_to_another_host(server: Any) -> None:
    seen: list[bytes] = []
    other = server(lambda link, request: (seen.append(request), answer(link))[-1])
    url = server(lambda link, _: answer(link, "302 Found", Location=other))
    send(url, headers={"Authorization": "secret", "Cookie": "secret"})
    assert [b"secret" in request for request in seen] == [False]


def test_redirects_have_an_end(server: Any) -> None:
    url = server(lambda link, _: answer(link, "302 Found", Location="/again"))
    with pytest.raises(Unreachable, match="more than 5 redirects"):
        send(url)


def test_a_post_is_not_redirected(server: Any) -> None:
    url = server(lambda link, _: answer(link, "307 x", Location="/again"))
    assert send(url, method="POST", body=b"{}").status == 307


def test_too_large_an_answer_is_not_read_to_its_end(server: Any) -> None:
    url = server(lambda link, _: answer(link, body=b"x" * 200_000))
    with pytest.raises(Unreachable, match="larger than 100000 bytes"):
        send(url, allowance=Allowance(size=100_000))


def drip(piece: bytes, *, begin: bytes = b"HTTP/1.1 200 OK\r\n", pause: float = 0.1) -> Reply:
    def reply(link: socket.socket, _: bytes) -> None:
        try:
            link.sendall(begin)
            for _ in itertools.repeat(None, 100):
                link.sendall(piece)
                time.sleep(pause)
        except OSError:
            return

    return reply


@pytest.mark.parametrize("piece", [b"X: y\r\n", b"x"])
def test_an_answer_that_drips_is_cut_off(server: Any, piece: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(Unreachable):
        send(server(drip(piece)), allowance=Allowance(seconds=1))
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("header", [b"Connection: close", b"Content-Length: 99", b"X: y"])
@pytest.mark.parametrize("pause", [0.1, 3.0])
def test_a_body_that_drips_is_cut_off(server: Any, header: bytes, pause: float) -> None:
    began = time.monotonic()
    begin = b"HTTP/1.1 200 OK\r\n" + header + b"\r\n\r\n"
    with pytest.raises(Unreachable, match="took longer than 1 seconds"):
        send(server(drip(b"x", begin=begin, pause=pause)), allowance=Allowance(seconds=1))
    assert time.monotonic() - began < 2


def test_many_addresses_that_do_not_answer_share_the_time() -> None:
    with socket.create_server(("0.0.0.0", 0), backlog=0) as listener, contextlib.ExitStack() as all:
        port = listener.getsockname()[1]
        for _ in range(8):  # Whoever comes after these is kept waiting.
            link = all.enter_context(socket.socket())
            link.setblocking(False)
            link.connect_ex(("127.0.0.1", port))
        began = time.monotonic()
        parts = urlsplit(f"http://x.example:{port}/")
        addresses = [f"127.0.0.{n}" for n in range(2, 8)]
        with pytest.raises(TimeoutError):
            _connection(parts, port, addresses, began + 0.5).connect()
        assert 0.4 < time.monotonic() - began < 1


@pytest.mark.parametrize(
    "reply",
    [
        lambda link, _: link.close(),
        lambda link, _: link.sendall(b"not http"),
        lambda link, _: link.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"),
        lambda link, _: link.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000),
        lambda link, _: link.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        ),
    ],
)
def test_an_answer_that_is_none_is_no_fault_of_ours(server: Any, reply: Reply) -> None:
    with pytest.raises(Unreachable):
        send(server(reply), allowance=Allowance(seconds=2))


@pytest.mark.parametrize("text", ["a\r\nX-Injected: 1", "a\nb"])
def test_a_header_cannot_smuggle_another(server: Any, text: str) -> None:
    url = server(lambda link, _: answer(link))
    with pytest.raises(Unreachable):
        send(url, headers={"X-Name": text})


@pytest.mark.parametrize(
    "text", ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450::1",
             "64:ff9b::808:808"],
)  # fmt: skip
def test_public_addresses_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    refuse_private("two-faced.example", ["93.184.216.34", "2606:4700:4700::1111"])
    with pytest.raises(Unreachable, match="not a public address"):
        refuse_private("two-faced.example", ["93.184.216.34", "127.0.0.1"])


@pytest.mark.parametrize(
    ("named", "host"),
    [
        ("Git.Example.Internal.", "git.example.internal"),
        ("git.example.internal", "GIT.example.internal."),
        ("[::1]", "::1"),
        ("::1", urlsplit("https://[::1]/").hostname),
        ("[0:0:0:0:0:0:0:1]", "::1"),
    ],
)
def test_what_the_settings_name_matches_however_it_is_written(
    settings: Any, named: str, host: str
) -> None:
    settings.INSIDE = frozenset(load({"JOURNEYWORK_INSIDE": named})["JOURNEYWORK_INSIDE"])
    refuse_private(host, ["127.0.0.1"])
    with pytest.raises(Unreachable):
        refuse_private(f"x.{host}", ["127.0.0.1"])


def test_an_answer_that_breaks_off_is_no_answer(server: Any) -> None:
    url = server(lambda link, _: link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"))
    with pytest.raises(Unreachable, match="broke off"):
        send(url)
