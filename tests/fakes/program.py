"""Stands in for our own program in tests of the supervisor: says what it was asked, and stays.

Runs as a script of its own. A sender of mail called dies@example.org makes
a web process that ends at once: settings are all that reaches a process of another account.
"""
# ruff: noqa: T201

import http.server
import os
import signal
import sys
import time


def main(*words: str) -> None:
    """Do the least that each command must do."""
    match words:
        case ("migrate",):
            print("applied", os.environ["DATABASE_OWNER_URL"])
        case ("web",):
            serve()
        case ("worker",):
            print("worker stands ready", flush=True)
            while True:
                time.sleep(1)
        case ("people", "sign-in-link"):
            print("/sign-in/once-only")
        case ("work", "import-repository", path):
            print(f"imported {path}", flush=True)


def serve() -> None:
    """Serve 404s on the address that the supervisor chose."""
    if os.environ.get("JOURNEYWORK_MAIL_FROM") == "dies@example.org":
        sys.exit("no module named today")
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    address = (os.environ["JOURNEYWORK_LISTEN"], int(os.environ["JOURNEYWORK_PORT"]))
    http.server.HTTPServer(address, http.server.BaseHTTPRequestHandler).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
