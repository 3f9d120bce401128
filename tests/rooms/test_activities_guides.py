"""Guides: those that come along, one's own, and the version that an activity began with."""

from collections import Counter
from datetime import datetime

import pytest

from journeywork.activities import guides_kept, shipped
from journeywork.activities.models import GuideRow
from journeywork.engine.activities import ActivityKind, GuideName
from journeywork.engine.guide_files import read
from journeywork.engine.guides import Guide
from journeywork.kernel.errors import Invalid, NotFound
from tests.conftest import Cast

OWN = """\
---
kind: debrief
title: After a night shift
says: Five minutes at the coffee machine.
setting: health care
---

## What happened {#happened}

- What was hardest? {#hardest}
"""


def save(cast: Cast, at: datetime, text: str = OWN, key: str = "") -> GuideName:
    kind = "debrief" if key else ""
    return guides_kept.save_guide(text=text, by=cast.dora.id, at=at, key=key, kind=kind).name


def test_what_comes_along_is_there_from_the_first_day(org: object) -> None:
    found = guides_kept.guides(ActivityKind.SHADOWING)
    assert Counter(one.guide.language for one in found) == {"de": 9, "en": 9}  # One is reverse.
    assert GuideName(kind="shadowing", key="general", version=1) in {one.name for one in found}
    assert GuideRow.objects.count() == 0


def test_one_of_our_own_stands_beside_them(cast: Cast, at: datetime) -> None:
    name = save(cast, at)
    assert name == GuideName(kind="debrief", key="after-a-night-shift", version=1)
    assert guides_kept.guide(name).guide == read(OWN)
    assert name in [one.name for one in guides_kept.guides(ActivityKind.DEBRIEF)]
    second = save(cast, at)
    assert second.key == "after-a-night-shift-2"


def test_a_change_is_a_new_version_and_the_old_one_stays(cast: Cast, at: datetime) -> None:
    first = save(cast, at)
    changed = OWN.replace("hardest?", "hardest, and for whom?")
    second = save(cast, at, changed, key=first.key)
    assert (second.key, second.version) == (first.key, 2)
    assert guides_kept.guide(first).text == OWN
    assert [one.text for one in guides_kept.versions("debrief", first.key)] == [changed, OWN]
    assert save(cast, at, changed, key=first.key) == second


def test_a_broken_guide_is_refused_with_line_and_reason(cast: Cast, at: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        save(cast, at, OWN.replace("- What", "What"))
    assert refusal.value.faults == {
        "text": "line 8: the stage asks nothing: questions begin with “- ”"
    }
    assert GuideRow.objects.count() == 0


def test_a_guide_stays_of_its_kind(cast: Cast, at: datetime) -> None:
    name = save(cast, at)
    with pytest.raises(Invalid) as refusal:
        save(cast, at, OWN.replace("kind: debrief", "kind: probe"), key=name.key)
    assert refusal.value.faults == {
        "text": "the kind must stay debrief: copy the guide for another one"
    }


def test_what_comes_along_cannot_be_changed_only_copied(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotFound):
        save(cast, at, key="software")
    guides_kept.keep(guides_kept.newest_guide("debrief", "software").name, at=at)
    with pytest.raises(NotFound):
        save(cast, at, key="software")


def test_a_retired_guide_is_offered_no_more_and_can_still_be_read(cast: Cast, at: datetime) -> None:
    name = save(cast, at)
    guides_kept.retire_guide(kind="debrief", key=name.key, by=cast.dora.id, at=at)
    assert name not in [one.name for one in guides_kept.guides(ActivityKind.DEBRIEF)]
    assert guides_kept.guide(name).text == OWN
    assert save(cast, at).key == "after-a-night-shift-2"


def test_a_later_release_changes_nothing_that_is_under_way(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = guides_kept.newest_guide("debrief", "general")
    guides_kept.keep(before.name, at=at)
    guides_kept.keep(before.name, at=at)
    after = before.text.replace("for whom?", "for whom, and why?")
    release: dict[tuple[str, str], tuple[Guide, str]] = {
        **shipped.shipped(),
        ("debrief", "general"): (read(after), after),
    }
    monkeypatch.setattr(guides_kept, "shipped", lambda: release)
    assert guides_kept.guide(before.name) == before
    now = guides_kept.newest_guide("debrief", "general")
    assert (now.name.version, now.text) == (2, after)
    assert now.name in [one.name for one in guides_kept.guides(ActivityKind.DEBRIEF)]


def test_the_guide_that_suits_a_team(cast: Cast, at: datetime) -> None:
    def suits(setting: str, language: str = "en") -> str:
        return guides_kept.fitting(
            ActivityKind.DEBRIEF, setting=setting, language=language
        ).name.key

    assert (suits("law"), suits("farming"), suits("")) == ("law", "general", "general")
    assert (suits("law", "de"), suits("law", "fr")) == ("law-de", "law")
    save(cast, at)
    assert suits("health care") == "after-a-night-shift"
    with pytest.raises(NotFound):
        guides_kept.fitting(ActivityKind.PROBE)


def test_another_organisation_has_guides_of_its_own(cast: Cast, at: datetime) -> None:
    from journeywork.kernel.tenancy import within

    name = save(cast, at)
    with within(cast.other_org):
        assert name not in [one.name for one in guides_kept.guides()]
        with pytest.raises(NotFound):
            guides_kept.guide(name)


def test_no_guide_of_that_name(org: object) -> None:
    for name in (("debrief", "none", 1), ("debrief", "general", 2), ("x", "general", 1)):
        kind, key, version = name
        with pytest.raises(NotFound):
            guides_kept.guide(GuideName(kind=kind, key=key, version=version))
