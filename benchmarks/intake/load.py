"""Colleagues' systems: requests made beforehand, sent over a few kept connections, each once."""

import asyncio
import json
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

_numbers = count()
TEXT = "When the bank answers late we charged twice, and the customer wrote to us. " * 7


def event(number: int) -> dict[str, Any]:
    """Return an event of about one kilobyte."""
    return {
        "specversion": "1.0",
        "id": f"e-{number}",
        "source": "https://git.example.org/payments",
        "type": "org.journeywork.change.proposed",
        "subject": f"payments#{number % 500}",
        "time": "2026-03-10T09:00:00+00:00",
        "datacontenttype": "application/json",
        "data": {
            "by": "ana@fairwater.example",
            "title": "Charge the fee once when a payment is tried again",
            "text": TEXT,
            "place": "payments",
            "paths": ["billing/charge.py", "billing/retry.py", "tests/test_charge.py"],
            "labels": ["bug", "billing"],
            "url": "https://git.example.org/payments/pull/412",
            "sprint": 7,
        },
    }


def requests(size: int, many: int, headers: dict[str, str]) -> list[bytes]:
    """Return `many` requests, each with `size` events that were never sent before."""
    return [_request(size, headers) for _ in range(many)]


def _request(size: int, headers: dict[str, str]) -> bytes:
    events = [event(next(_numbers)) for _ in range(size)]
    kind = "cloudevents-batch" if size > 1 else "cloudevents"
    body = json.dumps(events if size > 1 else events[0]).encode()
    lines = {
        "Host": "127.0.0.1",
        "Content-Type": f"application/{kind}+json",
        "Content-Length": str(len(body)),
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST /ingest/events HTTP/1.1\r\n{head}\r\n".encode() + body


async def send(port: int, whole: list[bytes], *, connections: int) -> float:
    """Send all of it and return the seconds it took; any other answer than 202 is an error."""
    waiting = iter(whole)
    began = time.perf_counter()
    await asyncio.gather(*(_sender(port, waiting) for _ in range(connections)))
    return time.perf_counter() - began


async def _sender(port: int, waiting: Iterator[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for request in waiting:
            writer.write(request)
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 202 " not in head.partition(b"\r\n")[0]:
                raise RuntimeError(head.decode())
            length = next(
                int(line.split(b":")[1])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length")
            )
            await reader.readexactly(length)
    finally:
        writer.close()
