"""Guides: those that come with Journeywork, beside those that an organisation made its own.

A guide is named by kind, key and version. What comes with Journeywork is read from its files;
it is written down as a version when an activity first uses it, so that a later release, which
asks something else, changes no activity that is under way.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from journeywork.activities.models import ActivityRow, GuideRow
from journeywork.activities.shipped import shipped
from journeywork.engine.activities import UNGUIDED, ActivityKind, GuideName
from journeywork.engine.guide_files import read
from journeywork.engine.guide_heads import GuideFault
from journeywork.engine.guides import Guide, GuideVersion
from journeywork.engine.slugs import slug
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import current_org

MOST_OWN = 200
MOST_REMEMBERED = 2000
#: By organisation and name: versions that are written down, which never change.
_REMEMBERED: dict[tuple[UUID, GuideName], GuideVersion] = {}
ANYWHERE = ""


def guides(kind: ActivityKind | None = None) -> tuple[GuideVersion, ...]:
    """Return the newest version of every guide in use, of a kind or all, in order of setting."""
    written = _written_down()
    found = [_shipped_version(name, written.get(name, ())) for name in shipped()]
    found += [_value(row) for row in _newest_own() if not row.retired]
    wanted = [one for one in found if kind is None or one.guide.kind is kind]
    return tuple(sorted(wanted, key=_order))


def guide(name: GuideName) -> GuideVersion:
    """Return a version of a guide, retired ones too; raises NotFound."""
    return _written(current_org(), name) or _not_written(name)


def leading(activity_id: UUID) -> GuideVersion | None:
    """Return the guide that leads through an activity, for whoever may see that; None for none."""
    row = ActivityRow.objects.filter(id=activity_id).first()
    name = row and GuideName(kind=row.guide_kind, key=row.guide_key, version=row.guide_version)
    return guide(name) if name and known(name) else None


def known(name: GuideName) -> Guide | None:
    """Return what a guide asks in a version, None where there is no such guide."""
    if name == UNGUIDED:
        return None
    try:
        return guide(name).guide
    except NotFound:
        return None


def newest_guide(kind: str, key: str) -> GuideVersion:
    """Return the newest version of a guide, also of a retired one; raises NotFound."""
    if (kind, key) in shipped():
        return _shipped_version((kind, key), list(_rows(kind, key)))
    row = _rows(kind, key).order_by("-version").first()
    if row is None:
        raise NotFound("guide")
    return _value(row)


def versions(kind: str, key: str) -> tuple[GuideVersion, ...]:
    """Return the versions of a guide that are written down, newest first."""
    return tuple(_value(row) for row in _rows(kind, key).order_by("-version"))


def fitting(kind: ActivityKind, *, setting: str = "", language: str = "en") -> GuideVersion:
    """Return the guide of a kind that suits a setting best; one that fits anywhere otherwise.

    The organisation's own come before those that came along; a language that is understood
    comes before all. Raises NotFound for a kind that has none.
    """
    found = [one for one in guides(kind) if one.guide.setting in (setting, ANYWHERE)]
    if not found:
        raise NotFound("guide")

    def suits(one: GuideVersion) -> tuple[int, bool, bool]:
        understood = {"en": 1} | {language: 2}
        fits = one.guide.setting == setting
        return understood.get(one.guide.language, 0), fits, one.by is not None

    return max(found, key=suits)


def keep(name: GuideName, *, at: datetime) -> None:
    """Write a version down that an activity uses, where it comes along and is not kept yet.

    Raises Invalid where there is no such guide.
    """
    if name != UNGUIDED and known(name) is None:
        raise Invalid({"guide": "there is no such guide"})
    if (name.kind, name.key) in shipped():
        found = guide(name)
        GuideRow.objects.get_or_create(
            kind=name.kind,
            key=name.key,
            version=name.version,
            defaults={"text": found.text, "shipped": True, "at": at},
        )


def save_guide(*, text: str, by: UUID, at: datetime, key: str = "", kind: str = "") -> GuideVersion:
    """Keep a guide of one's own, as a new version of the one with `kind` and `key` if given.

    A text that says nothing new changes nothing. Raises Invalid that names the line and the
    reason, and NotFound for a guide that is not the organisation's own.
    """
    try:
        read_text = read(text)
    except GuideFault as fault:
        raise Invalid({"text": str(fault)}) from None
    if key and kind != read_text.kind:
        raise Invalid({"text": f"the kind must stay {kind}: copy the guide for another one"})
    with transaction.atomic():
        before = _own(kind, key) if key else None
        if before and before.text == text and not before.retired:
            return _value(before)
        _check_room(before)
        row = GuideRow(
            kind=read_text.kind,
            key=key or _free_key(read_text.kind, read_text.title),
            version=before.version + 1 if before else 1,
            text=text,
            by=by,
            at=at,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise Invalid({"text": "somebody has just changed it: look at it again"}) from None
        _record("guide.saved", row, by=by, at=at)
        return _value(row)


def retire_guide(*, kind: str, key: str, by: UUID, at: datetime) -> None:
    """Offer one of the organisation's own guides no more; activities keep theirs. NotFound."""
    with transaction.atomic():
        row = _own(kind, key)
        row.retired = True
        row.save(update_fields=["retired"])
        _record("guide.retired", row, by=by, at=at)


def _own(kind: str, key: str) -> GuideRow:
    row = _rows(kind, key).filter(shipped=False).order_by("-version").first()
    if row is None:
        raise NotFound("guide")
    return row


def _check_room(before: GuideRow | None) -> None:
    if before is None and len(_newest_own()) >= MOST_OWN:
        raise Invalid({"text": f"there are {MOST_OWN} guides already: retire one"})


def _free_key(kind: str, title: str) -> str:
    begins = slug(title) or kind
    taken = {row.key for row in _newest_own() if row.kind == kind}
    taken |= {key for each, key in shipped() if each == kind}
    names = (f"{begins}-{number}" for number in range(2, MOST_OWN + len(taken) + 2))
    return begins if begins not in taken else next(name for name in names if name not in taken)


def _shipped_version(name: tuple[str, str], rows: Sequence[GuideRow]) -> GuideVersion:
    """Return what comes along, under the version that says the same, or under a new one."""
    found, text = shipped()[name]
    last = max(rows, key=lambda row: row.version, default=None)
    version = 1 if last is None else last.version + (last.text != text)
    kind, key = name
    return GuideVersion(name=GuideName(kind=kind, key=key, version=version), guide=found, text=text)


def _written_down() -> dict[tuple[str, str], list[GuideRow]]:
    found: dict[tuple[str, str], list[GuideRow]] = {}
    for row in GuideRow.objects.filter(shipped=True):
        found.setdefault((row.kind, row.key), []).append(row)
    return found


def _newest_own() -> list[GuideRow]:
    rows = GuideRow.objects.filter(shipped=False).order_by("kind", "key", "-version")
    return list(rows.distinct("kind", "key"))


def _rows(kind: str, key: str) -> QuerySet[GuideRow]:
    return GuideRow.objects.filter(kind=kind, key=key)


def _value(row: GuideRow) -> GuideVersion:
    name = GuideName(kind=row.kind, key=row.key, version=row.version)
    return GuideVersion(name=name, guide=_read(row.text), text=row.text, by=row.by)


def _written(org: UUID, name: GuideName) -> GuideVersion | None:
    """Return a version that is written down; what is, stays as it is, and is remembered.

    But not within a transaction, which may be taken back.
    """
    found = _REMEMBERED.get((org, name))
    if found is None:
        row = _rows(name.kind, name.key).filter(version=name.version).first()
        found = _value(row) if row else None
        if found and not connection.in_atomic_block and len(_REMEMBERED) < MOST_REMEMBERED:
            _REMEMBERED[org, name] = found
    return found


def _not_written(name: GuideName) -> GuideVersion:
    newest = newest_guide(name.kind, name.key)
    if newest.name != name:
        raise NotFound("guide")
    return newest


@lru_cache(maxsize=500)
def _read(text: str) -> Guide:
    return read(text)


def _order(one: GuideVersion) -> tuple[str, str, str, str]:
    return one.guide.kind, one.guide.setting, one.guide.language, one.guide.title


def _record(verb: str, row: GuideRow, *, by: UUID, at: datetime) -> None:
    object = f"guide:{row.kind}/{row.key}"
    audit.record(verb=verb, object=object, by=by, at=at, detail={"version": row.version})
