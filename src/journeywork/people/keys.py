"""Keys of people, teams and organisations: readable, and unique where they are used."""

from collections.abc import Collection

from django.utils.text import slugify

from journeywork.people.models import PersonRow

LONGEST = 48


def key_for(name: str, taken: Collection[str], *, otherwise: str) -> str:
    """Return a key made of `name` that is not in `taken`: `ana-sole`, then `ana-sole-2`.

    A name without Latin letters takes the part of `otherwise` before an at sign.
    """
    stem = _stem(name) or _stem(otherwise.partition("@")[0]) or "person"
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def keys_here() -> set[str]:
    """Return the keys of all persons of the organisation in force."""
    return set(PersonRow.objects.values_list("key", flat=True))


def _stem(text: str) -> str:
    return slugify(text)[:LONGEST].strip("-_")
