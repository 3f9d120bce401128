"""Settings come from environment variables, each one declared here and documented from here.

A variable whose value makes no sense is refused at start, by name, with what is expected.
A variable that begins with JOURNEYWORK_ and is not known is refused too: a typing error in
a setting must not pass in silence.
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from journeywork.config import readers


class WrongSetting(ValueError):
    """A setting has a value that makes no sense; the message names it and what is expected."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One variable: how it is read, what it is when absent, and what it means."""

    name: str
    read: Callable[[str], Any]
    default: Any
    says: str
    secret: bool = False


SETTINGS = (
    Setting(
        name="DATABASE_URL",
        read=readers.database,
        default="",
        secret=True,
        says="PostgreSQL 15 or newer, as the application's role. Empty: `journeywork run` "
        "brings its own.",
    ),
    Setting(
        name="DATABASE_OWNER_URL",
        read=readers.database,
        default="",
        secret=True,
        says="The same database as the role that owns the tables; only `migrate` uses it. "
        "Empty: DATABASE_URL.",
    ),
    Setting(
        name="JOURNEYWORK_DATA",
        read=readers.folder,
        default=None,
        says="Folder for the search index, keys and, where it is used, the embedded database.",
    ),
    Setting(
        name="JOURNEYWORK_SECRETS",
        read=readers.keys,
        default=(),
        secret=True,
        says="Keys for signing and sealing, newest first, separated by commas, at least 32 "
        "characters each; older ones still open what they sealed. Empty: a key is made and "
        "kept in the data folder.",
    ),
    Setting(
        name="JOURNEYWORK_ADDRESS",
        read=readers.address,
        default="http://127.0.0.1:8765",
        says="The address under which people reach Journeywork; links in mail begin with it.",
    ),
    Setting(
        name="JOURNEYWORK_HOSTS",
        read=readers.hosts,
        default=(),
        says="Host names that are answered, separated by commas. Empty: the host of "
        "JOURNEYWORK_ADDRESS and this machine.",
    ),
    Setting(
        name="JOURNEYWORK_PORT",
        read=readers.number(1, readers.LAST_PORT),
        default=8765,
        says="The port on which `journeywork web` and `journeywork run` listen.",
    ),
    Setting(
        name="JOURNEYWORK_LISTEN",
        read=readers.listening,
        default="127.0.0.1",
        says="The network address on which the web process listens.",
    ),
    Setting(
        name="JOURNEYWORK_WEB_PROCESSES",
        read=readers.number(1, 256),
        default=1,
        says="How many web processes serve pages.",
    ),
    Setting(
        name="JOURNEYWORK_MAIL",
        read=readers.mail_server,
        default="",
        secret=True,
        says="The SMTP server for sign-in links and digests. Empty: nothing is sent, and "
        "sign-in links are made with `journeywork people sign-in-link`.",
    ),
    Setting(
        name="JOURNEYWORK_MAIL_FROM",
        read=readers.sender,
        default="Journeywork <journeywork@localhost>",
        says="The sender of mail.",
    ),
    Setting(
        name="JOURNEYWORK_INSIDE",
        read=readers.names,
        default=(),
        says="Host names inside your own network that Journeywork may call, each in full, "
        "separated by commas, such as git.example.internal. Everything else it calls must be "
        "public.",
    ),
    Setting(
        name="JOURNEYWORK_PROXIES",
        read=readers.number(0, 20),
        default=0,
        says="How many reverse proxies of yours stand before the web process. Their "
        "X-Forwarded-For and X-Forwarded-Proto are believed; with 0 nobody's are.",
    ),
    Setting(
        name="JOURNEYWORK_SIGN_UP",
        read=readers.flag,
        default=False,
        says="Whether strangers may make an account; needs JOURNEYWORK_MAIL, to prove their "
        "address. People are invited otherwise.",
    ),
    Setting(
        name="JOURNEYWORK_API_PER_MINUTE",
        read=readers.number(0, 1_000_000),
        default=600,
        says="How many requests each access token may make of the API in a minute; a person may "
        "make twice as many with all their tokens together. 0: as many as they like.",
    ),
    Setting(
        name="JOURNEYWORK_TOKEN",
        read=readers.token,
        default="",
        secret=True,
        says="The personal access token of the command line, in place of the one that "
        "`journeywork login` keeps.",
    ),
    Setting(
        name="JOURNEYWORK_SEMANTIC_MODEL",
        read=readers.model,
        default=None,
        says="Folder of a model (`model.onnx` and `tokenizer.json`) that compares meanings when "
        "cards are ranked; needs the extra `semantic`. Empty: words and work alone decide.",
    ),
    Setting(
        name="JOURNEYWORK_LOG",
        read=readers.one_of("text", "json"),
        default="text",
        says="How web and worker write their log: `text` for people, `json` for programs (one "
        "object a line). Neither carries names, addresses, questions or tokens.",
    ),
    Setting(
        name="JOURNEYWORK_DEBUG",
        read=readers.flag,
        default=False,
        says="Show details of errors in the browser. Never in production.",
    ),
)


class Environment(dict[str, Any]):
    """The settings in force, by name."""


def load(environ: Mapping[str, str]) -> Environment:
    """Read every setting from `environ`; raises WrongSetting for the first that is wrong."""
    _refuse_unknown(environ)
    return Environment({setting.name: _value(setting, environ) for setting in SETTINGS})


def _value(setting: Setting, environ: Mapping[str, str]) -> Any:
    raw = environ.get(setting.name, "").strip()
    if not raw:
        return setting.default
    try:
        return setting.read(raw)
    except ValueError as fault:
        shown = "its value" if setting.secret else repr(raw)
        raise WrongSetting(f"{setting.name}: {shown} does not fit: {fault}") from None


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = [setting.name for setting in SETTINGS]
    for name in sorted(environ):
        if name.startswith("JOURNEYWORK_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise WrongSetting(f"{name} is not a setting of Journeywork{hint}")
