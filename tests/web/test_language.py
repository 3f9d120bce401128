"""German is complete, and every part of a page speaks it."""

import re

import pytest
from playwright.sync_api import expect

from journeywork.engine.people import Person
from journeywork.people import actions
from tests.web.conftest import Site
from tests.web.stage import Stage
from tests.web.test_pages import ADMINISTRATION, OUTSIDE, pages
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
    expect(page.locator("h1")).to_have_text("Zweiter Schritt")


#: Every text that is shown or said on a page, but for code, the cities of time zones, and what
#: says of itself that it is in another language.
TEXTS = """() => {
    const found = [document.title.replace(/ · Journeywork$/, '')];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const holder = walk.currentNode.parentElement;
        if (holder.closest('script, code, pre, kbd, [name=zone_name]')) continue;
        if (holder.closest('[lang]').lang !== document.documentElement.lang) continue;
        found.push(walk.currentNode.textContent.trim().replace(/\\s+/g, ' '));
    }
    for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        for (const each of document.querySelectorAll(`[${name}]`)) found.push(each.getAttribute(name));
    return found.filter((text) => /\\p{Letter}{2}/u.test(text));
}"""
#: What people have written, and names: the same in every language.
CONTENT = re.compile(
    r"(: |· )?(Ana|Ben|Cleo|Dora|Emil|Fairwater|Journeywork|English|Deutsch|GitHub|GitLab|fees|billing/|lathes|twice|Do"
    r"|Gitea, Forgejo|Standard Webhooks|CloudEvents?|Ctrl|Enter|Payments|payments|Support|\S+@fairwater.example"
    r"|Charge.*|Refund a fee|Fee of invoice \d|The bank answers.*|What do I do when.*|Look up the fee.*"
    r"|(Ana|Ben) (·|– ment(ee|or))|Learn how fees work|Try it on the next refund|Find a hard case"
    r"|I look at the ledger.*|I explain less.*|Ben, Dora;.*|· Mentoring|Team Payments"
    r"|(: )?(Read a ledger|Review a colleague's change|Ask more, tell less)|I ask Ben each time\."
    r"|The|.*retry.*|took the fee.*"
    r"|(· )?Spring|Half a year, two by two\."
    r"|key: [a-z-]+|(: )?A buddy for your first weeks|\d\. (Emil|Cleo)|Lead a project"
    r"|(Settlement files|Speaking in public|,? )+"
    r"|#\w+|https://\S+|\(https.*|After a demanding case or shift|A retry of the charge.*|\. Use|☐ Counted.*|(was|what): .*|zeppelin.*|charge the.*)"
)


def test_no_page_mixes_languages(site: Site, stage: Stage) -> None:
    readers = (
        (site.cast.ana, pages(stage)),
        (site.cast.emil, ADMINISTRATION),
        (None, OUTSIDE),
    )
    alike = {str(one.id) for one in translations.catalogue("de") if one.string == one.id}
    found: dict[str, str] = {}
    for reader, addresses in readers:
        english, german = (texts(site, stage, reader, addresses, code) for code in ("en", "de"))
        for name in addresses:
            same = {one for one in english[name] & german[name] if not CONTENT.fullmatch(one)}
            found |= dict.fromkeys(same - alike, name)
    assert found == {}


def texts(
    site: Site, stage: Stage, reader: Person | None, addresses: dict[str, str], code: str
) -> dict[str, set[str]]:
    """Return what stands on each page for a reader of one language."""
    if reader:
        actions.change_person(person_id=reader.id, languages=(code,), by=None, at=stage.at)
    page = site.enter(reader, "wide", locale=code)
    said = {}
    for name, address in addresses.items():
        page.goto(address)
        said[name] = set(page.evaluate(TEXTS))
    return said


def test_a_stranger_reads_the_language_of_their_browser(site: Site) -> None:
    page = site.enter(None, locale="de-DE")
    page.goto("/accounts/login/")
    expect(page.locator("h1")).to_have_text("Anmelden")


def test_reasons_are_translated_with_their_values() -> None:
    from django.utils import translation

    from journeywork.kernel.reasons import said

    with translation.override("de"):
        assert said("3 months old") == "3 Monate alt"
        assert said("helped you in September; active these weeks") == (
            "hat dir im September geholfen; in diesen Wochen aktiv"
        )
        assert said("“Fees” was near, but it was offered to you before.") == (
            "„Fees“ kam in die Nähe, aber es wurde dir schon angeboten."
        )
        assert said("You have not worked in billing/fees/ of payments before") == (
            "Du hast noch nie in billing/fees/ von payments gearbeitet"
        )
        assert said("Words nobody foresaw") == "Words nobody foresaw"
        assert said("11:00 on Wednesday 18 November is outside your working hours.") == (
            "11:00 am Mittwoch, 18. November liegt außerhalb deiner Arbeitszeit."
        )
