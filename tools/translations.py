"""Translations: collect every string, bring the catalogues up to date, compile them.

    python tools/translations.py            update the .po files and compile the .mo files

Babel reads Python and Jinja; the sentences that the engine writes come from the tables in
which the pages know them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "journeywork"
WEB = SOURCE / "web"
LOCALE = WEB / "locale"
LANGUAGES = ("de",)
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)

_METHODS = [
    ("**/templates/**.html", "jinja2.ext:babel_extract"),
    ("**/templates/**.txt", "jinja2.ext:babel_extract"),
    ("**.py", "python"),
]
_JINJA = {"silent": "false", "newstyle_gettext": "true"}
_OPTIONS = {"**/templates/**.html": _JINJA, "**/templates/**.txt": _JINJA}
_KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_VALUES = re.compile(r"%\(\w+\)[sd]|%d|(?<!\{)\{\w+\}")


def template() -> Catalog:
    """Return every message of the pages, with the files it stands in."""
    found = Catalog(project="Journeywork", charset="utf-8", fuzzy=False)
    messages = extract_from_dir(
        str(SOURCE), method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS
    )
    for file, _line, message, _comments, context in messages:
        found.add(message, locations=[(file, 0)], context=context)
    for file, message in _tables():
        found.add(message, locations=[(file, 0)])
    return found


def _tables() -> Iterator[tuple[str, str]]:
    from journeywork.kernel.reason_patterns import PATTERNS

    for message in PATTERNS:
        yield "kernel/reason_patterns.py", message


def catalogue(language: str) -> Catalog:
    """Return the messages of `language` as they stand in its .po file."""
    file = _folder(language) / "django.po"
    if not file.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with file.open("rb") as content:
        return read_po(content, locale=language)


def updated(language: str) -> Catalog:
    """Return the catalogue of `language` with every message, old ones dropped, none guessed."""
    found = catalogue(language)
    found.update(template(), no_fuzzy_matching=True)
    found.obsolete.clear()
    found.fuzzy = False
    return found


def missing(language: str) -> list[str]:
    """Return what has no translation into `language`."""
    return [str(one.id) for one in updated(language) if one.id and not _complete(one.string)]


def broken(language: str) -> list[str]:
    """Return the messages whose translation has other values in it than the original."""
    found = []
    for one in catalogue(language):
        originals = one.id if isinstance(one.id, (tuple, list)) else (one.id,)
        strings = one.string if isinstance(one.string, (tuple, list)) else (one.string,)
        wanted = set(_VALUES.findall(" ".join(originals)))
        if one.id and any(string and set(_VALUES.findall(string)) - wanted for string in strings):
            found.append(str(one.id))
        if one.id and strings[-1] and set(_VALUES.findall(strings[-1])) != wanted:
            found.append(str(one.id))
    return found


def compiled(language: str) -> bytes:
    """Return the .mo file that belongs to the .po file of `language`."""
    out = BytesIO()
    write_mo(out, catalogue(language))
    return out.getvalue()


def mo_file(language: str) -> Path:
    """Return where the compiled messages of `language` lie."""
    return _folder(language) / "django.mo"


def main() -> None:
    """Update and compile every catalogue, and say what is missing."""
    for language in LANGUAGES:
        folder = _folder(language)
        folder.mkdir(parents=True, exist_ok=True)
        found = _timeless(updated(language))
        with (folder / "django.po").open("wb") as out:
            write_po(out, found, width=96, sort_output=True)
        mo_file(language).write_bytes(compiled(language))
        lacking = missing(language)
        print(f"{language}: {len(lacking)} missing")
        for message in lacking:
            print(f"  {message}")


def _timeless(found: Catalog) -> Catalog:
    """Leave out when and with what it was made: the same messages make the same file."""
    found.header_comment = "# Journeywork in another language; see tools/translations.py."
    found.creation_date = found.revision_date = _SOME_DAY
    return found


def _folder(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES"


def _complete(string: object) -> bool:
    if isinstance(string, (tuple, list)):
        return all(string)
    return bool(string)


if __name__ == "__main__":
    main()
