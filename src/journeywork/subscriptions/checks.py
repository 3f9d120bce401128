"""What fits into a subscription; each fault in words, by field."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings

from journeywork.engine.gate import GateFault, check_text
from journeywork.engine.standard_webhooks import PREFIX, key_of
from journeywork.kernel.errors import Invalid
from journeywork.kernel.outgoing import Unreachable, checked
from journeywork.subscriptions.shared import KINDS

LONGEST_NAME = 80
LONGEST_ADDRESS = 2000
LONGEST_SECRET = 200


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` as they are stored; raises Invalid naming each fault."""
    faults: dict[str, str] = {}
    fitting: dict[str, Any] = {}
    for field, value in values.items():
        try:
            fitting[field] = _RULES[field](value)
        except KeyError:
            faults[field] = "is not something that can be set"
        except ValueError as fault:
            faults[field] = str(fault)
    if faults:
        raise Invalid(faults)
    return fitting


def _name(value: str) -> str:
    text = " ".join(_line(value, LONGEST_NAME).split())
    if not text:
        raise ValueError("needs at least one character")
    return text


def _address(value: str) -> str:
    """Other systems are told over https; plain http is for hosts of one's own network."""
    url = _line(value, LONGEST_ADDRESS).strip()
    try:
        parts = checked(url)
    except Unreachable as fault:
        raise ValueError(str(fault)) from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "https" and host not in settings.INSIDE:
        raise ValueError("must begin with https://, unless JOURNEYWORK_INSIDE names its host")
    return url.partition("#")[0]


def _kinds(value: Iterable[str]) -> list[str]:
    """Keep the order of the table; what may not leave is not among the kinds."""
    wanted = set(value)
    if unknown := wanted - KINDS.keys():
        raise ValueError(f"cannot be told: {', '.join(sorted(unknown))}")
    if not wanted:
        raise ValueError("needs at least one kind")
    return [kind for kind in KINDS if kind in wanted]


def _secret(value: str) -> str:
    """Some systems make the secret themselves and want it used, another Journeywork among them."""
    secret = _line(value, LONGEST_SECRET).strip()
    try:
        key_of(secret if secret.startswith(PREFIX) else "")
    except ValueError:
        raise ValueError("must be whsec_ and 24 to 64 bytes in base64") from None
    return secret


def _line(value: str, longest: int) -> str:
    try:
        return check_text(value, longest=longest, lines=False)
    except GateFault as fault:
        raise ValueError(fault.says) from None


_RULES: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "address": _address,
    "kinds": _kinds,
    "secret": _secret,
}
