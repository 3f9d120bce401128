"""Every page, in every look: nothing that axe finds, nothing that sticks out, no broken script.

Pages are found, not only listed: one that is added and not walked fails.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver, resolve

from tests.web.conftest import Site, violations
from tests.web.looking import walk
from tests.web.mentoring import BUDDIES, COHORT
from tests.web.stage import Stage, episode_id

SIZES = ("wide", "phone")


def pages(stage: Stage) -> dict[str, str]:
    """Ana's pages by name."""
    return {
        "today": "/",
        "ask": "/ask/",
        "ask-answer": "/ask/?q=charge the fee once",
        "ask-nothing": "/ask/?q=zeppelin hangar",
        "ask-pasted": "/ask/?q=zeppelin error: hangar%0A  in doors",
        "cards": "/cards/",
        "cards-mine": "/cards/?show=mine",
        "cards-none": "/cards/?text=zeppelin",
        "card": f"/cards/{stage.card.key}/",
        "card-due": f"/cards/{stage.due.key}/",
        "draft": f"/cards/{stage.draft.key}/",
        "write": "/write/",
        "editor": "/write/card/",
        "editor-draft": f"/cards/{stage.draft.key}/edit/",
        "posts": "/posts/",
        "posts-mine": "/posts/?show=mine",
        "post": f"/posts/{stage.post}/",
        "post-who": f"/posts/{stage.post}/who/",
        "post-new": "/posts/write/",
        "post-change": f"/posts/{stage.post}/change/",
        "posts-of": "/posts/by/ben/",
        "topic": "/posts/topics/fees/",
        "topic-none": "/posts/topics/zeppelin/",
        "following": "/posts/following/",
        "reflect": "/reflection/",
        "work": "/work/",
        "work-team": "/work/?team=payments",
        "work-open": "/work/?open",
        "episode": f"/work/{episode_id(stage.cast)}/",
        "debriefs": "/debriefs/",
        "debrief-open": "/debriefs/new/",
        "assignments": "/assignments/",
        "assignment-new": f"/assignments/new/?episode={episode_id(stage.cast)}",
        "shadowing": "/shadowing/",
        "shadowing-none": "/shadowing/?q=zeppelin",
        "shadow-offer-new": "/shadowing/offers/new/",
        "shadow-request-new": "/shadowing/requests/new/",
        "shadowing-busy": "/shadowing/busy/",
        "mentoring": "/mentoring/",
        "mentoring-programme": f"/mentoring/programmes/{COHORT}/",
        "mentoring-programme-new": f"/mentoring/programmes/{BUDDIES}/",
        "mentoring-wishes": f"/mentoring/programmes/{COHORT}/wishes/?q=cleo",
        "mentoring-possible": f"/mentoring/programmes/{COHORT}/possible/",
        "mentoring-apart": "/mentoring/apart/?q=cleo",
        "debrief-themes": "/debriefs/themes/",
        "activities": "/activities/",
        "activity": f"/activities/{stage.activity}/",
        "reflection": f"/reflections/{stage.reflection}/",
        "reflection-share": f"/reflections/{stage.reflection}/share/",
        "growth": "/growth/",
        "growth-entry": f"/growth/{stage.wish}/",
        "growth-share": f"/growth/{stage.wish}/share/",
        "growth-shared": "/growth/shared/",
        "journal": "/me/journal/",
        "journal-found": "/me/journal/?text=ledger",
        "journal-none": "/me/journal/?text=zeppelin",
        "journal-about": f"/me/journal/?episode={episode_id(stage.cast)}",
        "journal-page": f"/me/journal/{stage.page}/",
        "calendar": "/me/calendar/",
        "offer": f"/offers/{stage.offer.id}/",
        "silence": f"/offers/{stage.silence.id}/",
        "silences": "/silences/",
        "requests": "/requests/",
        "request": f"/requests/{stage.request}/",
        "teams": "/teams/",
        "team": "/teams/payments/",
        "person": "/people/ben/",
        "person-gives": "/people/ben/gives/",
        "replay": "/replay/",
        "climate": "/climate/",
        "coaching": "/coaching/",
        "opportunity": "/opportunity/",
        "cues-about-me": "/me/cues/",
        "guides": "/guides/",
        "guide": "/guides/debrief/health-care/",
        "guide-none": "/guides/debrief/none/",
        "me": "/me/",
        "attention": "/me/attention/",
        "reflection-time": "/me/reflection/",
        "skills": "/me/skills/",
        "tokens": "/me/tokens/",
        "privacy": "/me/privacy/",
        "erase-me": "/me/privacy/erase/",
        "signing-in": "/me/signing-in/",
        "second-step": "/accounts/2fa/",
        "passkeys": "/accounts/2fa/webauthn/",
        "passkey-add": "/accounts/2fa/webauthn/add/",
        "app": "/accounts/2fa/totp/activate/",
        "password": "/accounts/password/set/",
        "address": "/accounts/email/",
        "sign-out": "/accounts/logout/",
        "not-found": "/nowhere-at-all/",
        "denied": "/admin/",
    }


ADMINISTRATION = {
    "admin-people": "/admin/",
    "admin-people-none": "/admin/?text=zeppelin",
    "admin-invite": "/admin/invite/",
    "admin-person": "/admin/people/ana/",
    "admin-leave": "/admin/people/ana/leave/",
    "admin-teams": "/admin/teams/",
    "admin-team": "/admin/teams/payments/",
    "admin-sources": "/admin/sources/",
    "admin-authors": "/admin/authors/",
    "admin-webhooks": "/admin/webhooks/",
    "admin-webhook-add": "/admin/webhooks/add/",
    "admin-rules": "/admin/rules/",
    "admin-rule": "/admin/rules/stuck_check/",
    "admin-budget": "/admin/budget/",
    "guide-new": "/guides/new/?from=debrief/software",
    "programmes": "/programmes/",
    "programme-new": "/programmes/new/",
    "programme-set-up": "/programmes/new/?like=newcomers",
    "programme": "/programmes/spring/",
    "programme-change": "/programmes/spring/change/",
    "programme-rules": "/programmes/spring/rules/",
    "programme-people": "/programmes/spring/people/",
    "programme-people-none": "/programmes/spring/people/?text=zeppelin",
    "programme-import": "/programmes/spring/people/import/",
    "admin-audit": "/admin/audit/",
    "admin-jobs": "/admin/jobs/",
    "admin-demo": "/admin/demo/",
}
OUTSIDE = {
    "sign-in": "/accounts/login/",
    "sign-in-code": "/accounts/login/code/",
    "password-reset": "/accounts/password/reset/",
    "password-reset-done": "/accounts/password/reset/done/",
    "inactive": "/accounts/inactive/",
    "sign-up": "/accounts/signup/",
    "link-used": "/sign-in/nothing/",
}
#: Pages that cannot be opened by their address alone, and where they are looked at instead.
ELSEWHERE = {
    "test_accounts.py": {
        *("account_confirm_login_code", "account_confirm_password_reset_code"),
        *("account_complete_password_reset", "account_email_verification_sent"),
        *("account_change_password", "account_reauthenticate", "mfa_reauthenticate"),
        *("mfa_authenticate", "mfa_reauthenticate_webauthn", "mfa_view_recovery_codes"),
        *("mfa_generate_recovery_codes", "mfa_deactivate_totp"),
        *("mfa_edit_webauthn", "mfa_remove_webauthn"),
    },
    "test_assignments.py": {
        *("assignment", "assignment-propose", "assignment-end", "loan", "loan-letter"),
    },
    "test_debriefs.py": {
        *("debrief", "debrief-evidence", "lesson-new", "commitment-new", "lesson"),
    },
    "test_coaching.py": {"talk"},
    "test_entrance.py": {"start", "nowhere"},
    "test_guides.py": {"guide-edit"},
    "test_matches.py": {
        *("mentoring-match", "match-times", "match-agenda", "match-back", "programme-health"),
    },
    "test_operations.py": {"author"},
    "test_rounds.py": {"programme-rounds", "round", "round-pair", "round-together"},
    "test_shadowing.py": {
        *("shadow-offer", "shadow-request", "shadowing-visit", "shadowing-notes"),
    },
    "test_programmes.py": {"programme-try"},
    "test_shadow_offer.py": {"shadow-offer-change"},
    "test_shadowing_offline.py": {"shadowing-notes-offline"},
    "test_webhooks.py": {"webhook"},
}
#: Addresses that show no page of their own: they act and lead on, or answer with a part or a file.
NO_PAGE = {
    *("card-publish", "card-review", "card-archive", "card-adopt", "card-answer", "card-flag"),
    *("post-check", "post-reply", "post-thanks", "post-away", "post-card", "follow"),
    *("write-check", "offer-open", "offer-answer", "request-new", "look", "switch"),
    *("activity-act", "activity-commit", "activity-reflect", "check-in", "commitment"),
    *("reflection-delete", "calendar-feed", "days-off", "days-off-remove"),
    *("token-revoke", "export", "replay-run", "replay-progress", "replay-file"),
    *("admin-link", "admin-let-in", "sources-again", "source-disconnect"),
    *("webhook-act", "webhook-deliveries", "guide-retire", "climate-ask", "climate-answer"),
    *("growth-act", "growth-delete", "growth-find", "growth-stance", "journal-delete"),
    *("debrief-no", "debrief-write", "debrief-lead", "lesson-used"),
    *("mentoring-act", "mentoring-answer"),
    *("assignment-no", "assignment-pulse", "assignment-act", "assignment-lender"),
    *("shadowing-told", "shadowing-act", "shadowing-reflect", "shadowing-notes-worker"),
    *("cue-answer", "talk-new", "point-new", "talk-talked", "talk-agree", "point"),
    *("debrief-live", "debrief-invite"),
    *("match-act", "match-write"),
    *("programme-act", "programme-table", "programme-export"),
    *("round-ask", "round-progress", "round-act", "round-pair-act", "round-why-not"),
    *("rule-switch", "rule-reset", "audit-verify", "demo-progress"),
    *("mfa_download_recovery_codes", "mfa_login_webauthn"),
}


@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_anas_is_sound(site: Site, stage: Stage, size: str) -> None:
    page = site.enter(site.cast.ana, size)
    assert walk(page, pages(stage), size) == {}


@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_administration_is_sound(site: Site, stage: Stage, size: str) -> None:
    page = site.enter(site.cast.emil, size)
    assert walk(page, ADMINISTRATION, size) == {}


@pytest.mark.parametrize("size", SIZES)
def test_every_page_before_one_is_in_is_sound(site: Site, size: str) -> None:
    assert walk(site.enter(None, size), OUTSIDE, size) == {}


def test_pages_are_calm_when_there_is_nothing_yet(site: Site) -> None:
    page = site.enter(site.cast.cleo, "wide")
    empty = {
        "empty-today": "/", "empty-cards": "/cards/", "empty-work": "/work/",
        "empty-silences": "/silences/", "empty-requests": "/requests/",
        "empty-replay": "/replay/", "empty-posts": "/posts/?show=mine",
        "empty-following": "/posts/following/", "empty-drafts": "/cards/?show=drafts",
    }  # fmt: skip
    assert walk(page, empty, "wide") == {}


def test_what_is_wrong_would_be_found(site: Site) -> None:
    """The control: a picture that nobody describes, and in the dark a line that nobody can read."""
    page = site.enter(None)
    style = "@media (prefers-color-scheme: dark) {p {color: #eee; background: #fff}}"
    page.set_content(f"<style>{style}</style><main><h1>Fees</h1><p>Once</p><img src='x'></main>")
    assert "image-alt" in " ".join(violations(page))
    assert violations(page, rules=("color-contrast",)) == []
    page.emulate_media(color_scheme="dark")
    (found,) = violations(page, rules=("color-contrast",))
    assert found.startswith("color-contrast: <p>Once</p>")


def test_no_page_is_left_out(stage: Stage) -> None:
    walked = {
        resolve(address.partition("?")[0]).url_name
        for address in (*pages(stage).values(), *ADMINISTRATION.values(), *OUTSIDE.values())
        if address != "/nowhere-at-all/"
    }
    known = walked.union(NO_PAGE, *ELSEWHERE.values())
    assert {door for door in _doors() if door not in known} == set()


def _doors() -> Iterator[str]:
    """Yield the name of every address of the pages and of signing in."""
    from django.urls import URLResolver

    waiting: list[Any] = list(get_resolver().url_patterns)
    while waiting:
        found = waiting.pop()
        if isinstance(found, URLPattern):
            if found.callback.__module__.startswith(("journeywork.web.", "allauth.")):
                yield found.name or str(found.pattern)
        elif isinstance(found, URLResolver):
            waiting.extend(found.url_patterns)
