"""A one-to-one begins with the guide that suits the work of whoever is led, in their language."""

from datetime import datetime

import pytest

from journeywork.activities import guides_kept
from journeywork.activities import queries as together
from journeywork.coaching import talks
from journeywork.engine.activities import GuideName
from journeywork.people import actions as people
from tests.conftest import Cast


def guided(cast: Cast, at: datetime, *, setting: str, language: str) -> GuideName:
    """Return the guide of a one-to-one of Dora's with somebody of such a team."""
    team = people.add_team(name="Night", setting=setting, by=None, at=at)
    led = people.add_person(
        name="Nora",
        email="nora@fairwater.example",
        teams=(team.id,),
        languages=(language,),
        reports_to=cast.dora.id,
        by=None,
        at=at,
    )
    talk = talks.begin(with_id=led.id, title="One-to-one", by=cast.dora.id, at=at)
    return together.activity_of(talk).guide


@pytest.mark.parametrize(
    ("setting", "language", "key"),
    [
        ("operations", "en", "operations"),
        ("shop floor", "de", "shop-floor-de"),
        ("", "de", "general-de"),
        ("circus", "en", "general"),
        ("health care", "fi", "health-care"),
    ],
)
def test_it_suits_the_work_and_the_language(
    cast: Cast, at: datetime, setting: str, language: str, key: str
) -> None:
    found = guided(cast, at, setting=setting, language=language)
    assert found == GuideName(kind="one-to-one", key=key, version=1)


def test_the_organisations_own_comes_first(cast: Cast, at: datetime) -> None:
    text = guides_kept.newest_guide("one-to-one", "operations").text
    own = guides_kept.save_guide(
        text=text.replace("Between two on-call weeks", "Ours"), by=cast.emil.id, at=at
    )
    assert guided(cast, at, setting="operations", language="en") == own.name
