"""As whom the product's own processes run, and what they may know of our environment.

Started by an ordinary user, everything runs as that user. Started by root, web and worker run as
the service account where it can read the code; otherwise as root, and that is said.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from journeywork.config.cluster.account import Account, own_account, service_account

_MAY_KNOW = {"PATH", "LANG", "TZ", "TERM", "COLUMNS", "NO_COLOR", "SSL_CERT_FILE", "SSL_CERT_DIR"}
_MAY_KNOW_BEGINNING_WITH = ("JOURNEYWORK_", "DATABASE_", "LC_", "OTEL_")


def application_account() -> tuple[Account, str]:
    """Return the account for web and worker, and a line for the person ("" when all is as usual)."""
    if os.geteuid() != 0:
        return own_account(), ""
    service = service_account()
    if can_run_us(service):
        return service, ""
    return own_account(), (
        f"Web and worker run as root: the account {service.name} cannot read this checkout or its "
        "Python. Put both where others may read, such as below /opt or /srv, to run them as it."
    )


def can_run_us(account: Account) -> bool:
    """Whether an account can start this Python and import this package."""
    program = "import journeywork, granian"
    return account.run([sys.executable, "-c", program]).returncode == 0


def environment_for(account: Account, ours: Mapping[str, str], home: Path) -> dict[str, str]:
    """Return the environment for a process of this account.

    One that runs as somebody else than we do gets what it needs: the caller's shell may hold
    secrets of root that are no business of a web server.
    """
    if account.uid == os.geteuid():
        return dict(ours)
    known = {
        name: value
        for name, value in ours.items()
        if name in _MAY_KNOW
        or name.startswith(_MAY_KNOW_BEGINNING_WITH)
        or name.lower().endswith("_proxy")
    }
    return {**known, "HOME": str(home), "USER": account.name, "LOGNAME": account.name}
