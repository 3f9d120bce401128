"""German is complete, and every part of a page speaks it."""

import pytest
from playwright.sync_api import expect

from journeywork.people import actions
from tests.web.conftest import Site
from tests.web.stage import Stage
from tools import translations


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_message_is_missing(language: str) -> None:
    assert translations.missing(language) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_compiled_messages_are_those_of_the_catalogue(language: str) -> None:
    assert translations.mo_file(language).read_bytes() == translations.compiled(language)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_values_in_messages_are_kept(language: str) -> None:
    assert translations.broken(language) == []


def test_ana_reads_german_when_that_is_her_language(site: Site, stage: Stage) -> None:
    actions.change_person(person_id=site.cast.ana.id, languages=("de",), by=None, at=stage.at)
    page = site.enter(site.cast.ana)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("h1")).to_have_text("Heute")
    expect(page.get_by_role("button", name="Hat geholfen")).to_be_visible()
    page.goto("/accounts/2fa/")
    expect(page.locator("h1")).to_have_text("Zwei-Faktor-Authentifizierung")


def test_a_stranger_reads_the_language_of_their_browser(site: Site) -> None:
    page = site.enter(None, locale="de-DE")
    page.goto("/accounts/login/")
    expect(page.locator("h1")).to_have_text("Anmelden")


def test_reasons_are_translated_with_their_values() -> None:
    from django.utils import translation

    from journeywork.web.reasons import said

    with translation.override("de"):
        assert said("3 months old") == "3 Monate alt"
        assert said("helped you in September; active these weeks") == (
            "hat dir im September geholfen; in diesen Wochen aktiv"
        )
        assert said("“Fees” was near, but it was offered to you before.") == (
            "„Fees“ kam in die Nähe, aber es wurde dir schon angeboten."
        )
        assert said("Words nobody foresaw") == "Words nobody foresaw"
