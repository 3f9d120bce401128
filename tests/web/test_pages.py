"""Every page, in every look: nothing that axe finds, nothing that sticks out, no broken script."""

import pytest
from playwright.sync_api import Page

from tests.web.conftest import Site, shoot, violations
from tests.web.stage import Stage, episode_id


def pages(stage: Stage) -> dict[str, str]:
    """Ana's pages by name."""
    return {
        "today": "/",
        "ask": "/ask/",
        "ask-answer": "/ask/?q=charge the fee once",
        "ask-nothing": "/ask/?q=zeppelin hangar",
        "cards": "/cards/",
        "cards-none": "/cards/?text=zeppelin",
        "card": f"/cards/{stage.card.key}/",
        "card-due": f"/cards/{stage.due.key}/",
        "draft": f"/cards/{stage.draft.key}/",
        "write": "/write/",
        "editor": "/write/card/",
        "editor-draft": f"/cards/{stage.draft.key}/edit/",
        "work": "/work/",
        "work-team": "/work/?team=payments",
        "work-open": "/work/?open",
        "episode": f"/work/{episode_id(stage.cast)}/",
        "offer": f"/offers/{stage.offer.id}/",
        "silence": f"/offers/{stage.silence.id}/",
        "silences": "/silences/",
        "requests": "/requests/",
        "teams": "/teams/",
        "team": "/teams/payments/",
        "person": "/people/ben/",
        "replay": "/replay/",
        "me": "/me/",
        "attention": "/me/attention/",
        "skills": "/me/skills/",
        "tokens": "/me/tokens/",
        "privacy": "/me/privacy/",
        "signing-in": "/me/signing-in/",
        "second-step": "/accounts/2fa/",
        "password": "/accounts/password/set/",
        "sign-out": "/accounts/logout/",
        "not-found": "/nowhere-at-all/",
        "denied": "/admin/",
    }


ADMINISTRATION = {
    "admin-people": "/admin/",
    "admin-invite": "/admin/invite/",
    "admin-person": "/admin/people/ana/",
    "admin-leave": "/admin/people/ana/leave/",
    "admin-teams": "/admin/teams/",
    "admin-team": "/admin/teams/payments/",
    "admin-sources": "/admin/sources/",
    "admin-rules": "/admin/rules/",
    "admin-rule": "/admin/rules/stuck_check/",
    "admin-budget": "/admin/budget/",
    "admin-audit": "/admin/audit/",
    "admin-demo": "/admin/demo/",
}
OUTSIDE = {
    "sign-in": "/accounts/login/",
    "sign-in-code": "/accounts/login/code/",
    "password-reset": "/accounts/password/reset/",
    "link-used": "/sign-in/nothing/",
}


@pytest.mark.parametrize("look", ["wide", "phone", "dark"])
def test_every_page_of_anas_is_sound(site: Site, stage: Stage, look: str) -> None:
    page = site.enter(site.cast.ana, look)
    assert faults(page, pages(stage), look) == {}


@pytest.mark.parametrize("look", ["wide", "phone", "dark"])
def test_every_page_of_administration_is_sound(site: Site, stage: Stage, look: str) -> None:
    page = site.enter(site.cast.emil, look)
    assert faults(page, ADMINISTRATION, look) == {}


@pytest.mark.parametrize("look", ["wide", "phone", "dark"])
def test_every_page_before_one_is_in_is_sound(site: Site, look: str) -> None:
    assert faults(site.enter(None, look), OUTSIDE, look) == {}


def test_pages_are_calm_when_there_is_nothing_yet(site: Site) -> None:
    page = site.enter(site.cast.cleo, "wide")
    empty = {
        "empty-today": "/", "empty-cards": "/cards/", "empty-work": "/work/",
        "empty-silences": "/silences/", "empty-requests": "/requests/",
        "empty-replay": "/replay/",
    }  # fmt: skip
    assert faults(page, empty, "wide") == {}


def faults(page: Page, addresses: dict[str, str], look: str) -> dict[str, list[str]]:
    """Open each address, take its picture, and return what is wrong with it."""
    said: list[str] = []
    page.on("pageerror", lambda fault: said.append(f"script: {fault}"))
    page.on("console", lambda line: said.append(line.text) if "Policy" in line.text else None)
    found: dict[str, list[str]] = {}
    for name, address in addresses.items():
        answer = page.goto(address)
        wrong = [*said, *violations(page), *_sticking_out(page)]
        said.clear()
        if answer is not None and answer.status >= 500:
            wrong.append(f"status {answer.status}")
        shoot(page, f"{name}-{look}")
        if wrong:
            found[name] = wrong
    return found


def _sticking_out(page: Page) -> list[str]:
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"sticks out by {wider} px"] if wider > 0 else []
