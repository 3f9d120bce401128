"""Private text, encrypted field by field, with keys that rotate.

A sealed text begins with the mark of the key that sealed it. The newest key seals; older ones
still open what they sealed, until `reseal` has sealed it anew. The keys come from the settings
(JOURNEYWORK_SECRETS) and never lie in the database, so a copy of the database alone opens
nothing.
"""

import base64
import hashlib
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

from journeywork.kernel.reader import authors, reading_as
from journeywork.kernel.rows import Scoped
from journeywork.kernel.schema import scoped_models

_PURPOSE = b"journeywork sealed text 1"
_NONCE = 12


class CannotUnseal(ValueError):
    """A sealed text was changed, or the key that sealed it is no longer among the settings."""


def seal(text: str) -> str:
    """Return `text` sealed with the newest key; the same text never looks the same twice."""
    mark = _marks()[0]
    nonce = os.urandom(_NONCE)
    sealed = _ciphers()[mark].encrypt(nonce, text.encode(), mark.encode())
    return f"{mark}.{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str) -> str:
    """Return the text that was sealed; raises CannotUnseal."""
    mark, _, content = sealed.partition(".")
    cipher = _ciphers().get(mark)
    if cipher is None:
        raise CannotUnseal(f"no key with the mark {mark[:20]} is among the settings")
    try:
        raw = base64.b64decode(content, validate=True)
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], mark.encode()).decode()
    except (InvalidTag, ValueError):
        raise CannotUnseal("a sealed text was changed after it was sealed") from None


def is_current(sealed: str) -> bool:
    """Tell whether a text was sealed with the newest key."""
    return sealed.startswith(f"{_marks()[0]}.")


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that lies sealed in the database and reads as text; it cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored."""
        text = super().get_prep_value(value)
        return seal(text) if text else text

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Return what the row shows."""
        return unseal(value) if value else value


def reseal(model: type[Scoped], *, at_once: int = 500) -> int:
    """Seal anew, with the newest key, what older keys sealed in a model; return how many texts.

    In the organisation in force, while others write; what is private in its authors' names. Safe to repeat, and to break off; raises CannotUnseal where a
    key was taken away too early.
    """
    names = [field.attname for field in model._meta.fields if isinstance(field, SealedTextField)]
    if not model.private_to:
        return sum(_reseal_column(model, name, at_once) for name in names)
    done = 0
    for author in authors(model) if names else ():
        with reading_as(author):
            own = model.objects.filter(**{model.private_to: author})
            done += sum(_reseal_column(model, name, at_once, own) for name in names)
    return done


def reseal_all() -> int:
    """Seal anew every model's texts of the organisation in force; return how many."""
    return sum(reseal(model) for model in scoped_models())


def _reseal_column(
    model: type[Scoped], name: str, at_once: int, rows: "models.QuerySet[Any] | None" = None
) -> int:
    every = model.objects.all() if rows is None else rows
    raw = every.annotate(raw=Cast(name, models.TextField())).exclude(raw="")
    old, done = raw.exclude(raw__startswith=f"{_marks()[0]}."), 0
    while batch := list(old.values_list("id", "raw")[:at_once]):
        # What was written meanwhile stays: it is newer, and whoever wrote it sealed it.
        done += sum(
            raw.filter(id=row, raw=sealed).update(**{name: unseal(sealed)}) for row, sealed in batch
        )
    return done


def _marks() -> tuple[str, ...]:
    return tuple(_ciphers())


def _ciphers() -> dict[str, AESGCM]:
    return _made((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _made(secrets: tuple[str, ...]) -> dict[str, AESGCM]:
    ciphers = {}
    for secret in secrets:
        key = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
        ciphers[hashlib.sha256(key).hexdigest()[:8]] = AESGCM(key)
    return ciphers
