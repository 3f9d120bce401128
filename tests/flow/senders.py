"""Colleagues' systems that send work events all the time, and remember what was accepted."""

import json
import threading
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any

SUBJECTS = 200


class Senders:
    """Threads that send events, single and in batches, until `stop`.

    What was not answered is sent again under the same ids, as a careful sender would, and in
    one case of three given up. `accepted` holds the ids that were answered with 2xx.
    """

    def __init__(self, port: int, token: str, *, threads: int = 3, path: str = "/ingest/events"):
        self.port, self.token, self.path = port, token, path
        self.accepted: set[str] = set()
        self.sent: set[str] = set()
        self.refused: list[int] = []
        self._stop = threading.Event()
        self._numbers = count()
        self._threads = [threading.Thread(target=self._send_on, args=(n,)) for n in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _send_on(self, thread: int) -> None:
        while not self._stop.is_set():
            size = 1 if thread == 0 else 5 * thread
            events = [self._event(thread) for _ in range(size)]
            ids = {event["id"] for event in events}
            self.sent |= ids
            for attempt in range(2 + thread % 2):
                status = self._post(events if size > 1 or attempt else events[0])
                if status and 200 <= status < 300:
                    self.accepted |= ids
                    self._stop.wait(0.05)
                    break
                if status and status < 500:
                    self.refused.append(status)
                self._stop.wait(0.1)

    def _post(self, content: Any) -> int | None:
        batch = isinstance(content, list)
        kind = "application/cloudevents-batch+json" if batch else "application/cloudevents+json"
        headers = {"Content-Type": kind, "Authorization": f"Bearer {self.token}"}
        link = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            link.request("POST", self.path, json.dumps(content), headers)
            return link.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            link.close()

    def _event(self, thread: int) -> dict[str, Any]:
        number = next(self._numbers)
        return {
            "specversion": "1.0",
            "id": f"{thread}-{number}",
            "source": "urn:test:senders",
            "type": "org.journeywork.work.started",
            "subject": f"order-{number % SUBJECTS}",
            "data": {"by": "ana@fairwater.example", "title": f"Order {number % SUBJECTS}"},
        }
