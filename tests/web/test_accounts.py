"""Each way in, through the browser and to its end; and each page of it is one of ours."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client
from playwright.sync_api import Page, expect

from journeywork.kernel import clock
from journeywork.people import actions
from tests.fakes.post_office import PostOffice, post_office
from tests.web.accounts import (
    PASSWORD,
    add_key,
    app_code,
    set_password,
    show_it_is_me,
    sign_in,
    sign_out,
    with_mail,
)
from tests.web.conftest import Site, account_of, violations
from tests.web.looking import sound

OTHER = "twelve herons over grey water"


@pytest.fixture
def mail(settings: Any) -> Iterator[PostOffice]:
    """Mail works."""
    with post_office() as office:
        with_mail(settings, office.port)
        yield office


def ana_signs_in(site: Site) -> Page:
    """Sign Ana in as people do: to change how one signs in, one must have done so lately."""
    page = site.enter(None)
    page.goto(actions.sign_in_link(person_id=site.cast.ana.id, by=None, at=clock.now()))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Today")
    return page


def ask_for_code(page: Page, email: str = "ana@fairwater.example") -> None:
    """Ask for a code by e-mail, from the page on which one signs in."""
    page.get_by_role("link", name="Send me a code by e-mail").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me the code").click()


def test_a_code_by_mail_leads_back_to_where_ana_wanted_to_go(site: Site, mail: PostOffice) -> None:
    page = site.enter(None)
    page.goto("/cards/?text=fees")
    ask_for_code(page)
    expect(page.locator("h1")).to_have_text("Enter the code")
    assert sound(page, "account-code") == []
    page.get_by_label("Code").fill("WRO-NGG")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".faults")).to_be_focused()
    page.get_by_label("Code").fill(mail.last_code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Cards")
    assert page.url == f"{site.address}/cards/?text=fees"
    assert page.locator(".messages").count() == 0
    assert (mail.letters[-1]["Subject"], mail.letters[-1]["To"]) == (
        "Your sign-in code",
        "ana@fairwater.example",
    )


def test_another_code_can_be_had(site: Site, mail: PostOffice) -> None:
    page = site.enter(None)
    page.goto("/accounts/login/")
    ask_for_code(page)
    first = mail.last_code()
    page.get_by_role("button", name="Send another code").click()
    expect(page.locator("h1")).to_have_text("Enter the code")
    page.get_by_label("Code").fill(mail.last_code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Today")
    assert (len(mail.letters), mail.last_code() == first) == (2, False)


def test_a_password_is_set_changed_and_lets_in(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/me/signing-in/")
    page.get_by_role("link", name="Password").click()
    page.get_by_label("New password").fill("short")
    page.get_by_label("The same once more").fill("other")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".faults")).to_be_focused()
    assert violations(page) == []
    set_password(page)
    page.goto("/accounts/password/change/")
    assert sound(page, "account-password-change") == []
    page.get_by_label("The one you have").fill(PASSWORD)
    page.get_by_label("New password").fill(OTHER)
    page.get_by_label("The same once more").fill(OTHER)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_have_text("Your password is changed.")
    sign_out(page)
    sign_in(page, "ana@fairwater.example", PASSWORD)
    expect(page.locator(".faults")).to_be_focused()
    assert page.get_by_label("E-mail").input_value() == "ana@fairwater.example"
    page.get_by_label("Password").fill(OTHER)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Today")


def test_a_forgotten_password_is_chosen_anew_with_a_code(site: Site, mail: PostOffice) -> None:
    page = site.enter(None)
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_label("E-mail").fill("ana@fairwater.example")
    page.get_by_role("button", name="Send me the code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    assert sound(page, "account-reset-code") == []
    page.get_by_label("Code").fill(mail.last_code())
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("Choose a new password")
    assert sound(page, "account-new-password") == []
    page.get_by_label("New password").fill(OTHER)
    page.get_by_label("The same once more").fill(OTHER)
    page.get_by_role("button", name="Keep this password").click()
    expect(page.locator("h1")).to_have_text("Your password is changed")
    assert sound(page, "account-password-changed") == []
    sign_in(page, "ana@fairwater.example", OTHER)
    expect(page.locator("h1")).to_have_text("Today")
    assert mail.letters[0]["Subject"] == "A new password"


def test_a_passkey_lets_in_by_itself_and_leads_back(site: Site) -> None:
    page = ana_signs_in(site)
    add_key(page)
    page.goto("/me/signing-in/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What is it called?").fill("my phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator("main .rows .name")).to_have_text("my phone")
    sign_out(page)
    page.goto("/work/?open=")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("h1")).to_have_text("Work")
    assert page.url == f"{site.address}/work/?open="
    assert page.locator(".messages").count() == 0


def test_a_passkey_is_the_second_step_after_a_password_and_can_be_removed(site: Site) -> None:
    page = ana_signs_in(site)
    set_password(page)
    add_key(page)
    page.goto("/accounts/2fa/webauthn/add/")
    show_it_is_me(page)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")
    sign_out(page)
    sign_in(page, "ana@fairwater.example", PASSWORD)
    expect(page.locator("h1")).to_have_text("One more step")
    assert sound(page, "account-one-more-step") == []
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("h1")).to_have_text("Today")
    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Rename").click()
    expect(page.locator("h1")).to_have_text("Is it you?")
    assert sound(page, "account-is-it-you") == []
    page.get_by_role("link", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
    assert sound(page, "account-is-it-you-passkey") == []
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("What is it called?")).to_be_visible()
    assert sound(page, "account-passkey-rename") == []
    page.get_by_label("What is it called?").fill("the old phone")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main .rows .name")).to_have_text("the old phone")
    assert sound(page, "account-passkeys") == []
    page.get_by_role("link", name="Remove").click()
    expect(page.get_by_role("button", name="Remove it")).to_be_visible()
    assert sound(page, "account-passkey-remove") == []
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main")).to_contain_text("You have none yet.")


def test_a_passkey_that_is_called_off_says_so(site: Site) -> None:
    page = ana_signs_in(site)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")  # There is no key at all.
    page.goto("/accounts/2fa/webauthn/add/")
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new Error('called off')) }"
    )
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#passkey-fault")).to_be_visible()


def test_a_code_from_an_app_and_codes_for_the_day_the_phone_is_lost(site: Site) -> None:
    page = ana_signs_in(site)
    set_password(page)
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    show_it_is_me(page)
    page.get_by_text("Or type this key into the app").click()
    secret = page.locator("#authenticator_secret").inner_text()
    assert sound(page, "account-app") == []
    page.get_by_label("Enter the code that the app shows").fill("000000")
    page.get_by_role("button", name="Switch on").click()
    expect(page.locator(".faults")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Enter the code that the app shows").fill(app_code(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")
    assert sound(page, "account-recovery") == []
    codes = page.locator("#recovery_codes").inner_text().split()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them").click()
    assert download.value.path().read_text().split() == codes
    answers = (lambda: app_code(secret), lambda: codes[0], lambda: codes[0])
    for answer, title in zip(answers, ("Today", "Today", "One more step"), strict=True):
        sign_out(page)
        sign_in(page, "ana@fairwater.example", PASSWORD)
        expect(page.locator("h1")).to_have_text("One more step")
        forget_used_codes()
        page.get_by_label("Code").fill(answer())
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator(".faults" if title == "One more step" else ".rail")).to_be_visible()
        expect(page.locator("h1")).to_have_text(title)
    page.get_by_label("Code").fill(codes[1])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Today")
    page.goto("/accounts/2fa/reauthenticate/?next=/accounts/2fa/")
    assert sound(page, "account-is-it-you-code") == []
    page.get_by_label("Code").fill(codes[2])
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("Second step")


def forget_used_codes() -> None:
    """Let a code of the app be used twice within its half minute."""
    from django.core.cache import cache

    cache.clear()


def test_the_code_from_an_app_is_switched_off_and_new_recovery_codes_are_made(site: Site) -> None:
    page = ana_signs_in(site)
    page.goto("/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").text_content() or ""
    page.get_by_label("Enter the code that the app shows").fill(app_code(secret))
    page.get_by_role("button", name="Switch on").click()
    before = page.locator("#recovery_codes").inner_text()
    page.goto("/accounts/2fa/")
    assert sound(page, "account-second-step-on") == []
    page.get_by_role("link", name="Make new ones").click()
    expect(page.get_by_role("button", name="Make new ones")).to_be_visible()
    assert sound(page, "account-recovery-anew") == []
    page.get_by_role("button", name="Make new ones").click()
    expect(page.locator(".messages")).to_have_text("There are new recovery codes.")
    expect(page.locator("#recovery_codes")).not_to_have_text(before)
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Switch off").click()
    expect(page.get_by_role("button", name="Switch off")).to_be_visible()
    assert sound(page, "account-app-off") == []
    page.get_by_role("button", name="Switch off").click()
    expect(page.locator(".messages")).to_have_text("The code from the app is switched off.")


def test_a_link_signs_in_once_and_leads_where_it_says(site: Site) -> None:
    link = actions.sign_in_link(person_id=site.cast.ana.id, by=None, at=clock.now())
    page = site.enter(None)
    page.goto(f"{link}?next=/cards/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Cards")
    again = site.enter(None)
    for elsewhere in (link, f"{link}?next=https://elsewhere.example/"):
        answer = again.goto(elsewhere)
        expect(again.locator("h1")).to_have_text("This link has been used, or is too old")
        assert answer is not None
        assert answer.status == 410


def test_a_link_leads_to_no_other_site(site: Site) -> None:
    link = actions.sign_in_link(person_id=site.cast.ana.id, by=None, at=clock.now())
    page = site.enter(None)
    page.goto(f"{link}?next=https://elsewhere.example/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Today")
    assert page.url == f"{site.address}/"


def test_a_link_of_this_morning_is_too_old(site: Site) -> None:
    at = clock.now() - timedelta(minutes=31)
    page = site.enter(None)
    page.goto(actions.sign_in_link(person_id=site.cast.ana.id, by=None, at=at))
    expect(page.locator("h1")).to_have_text("This link has been used, or is too old")
    page.get_by_role("link", name="Sign in another way").click()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_the_address_that_reaches_nobody_is_never_shown(site: Site) -> None:
    greta = actions.add_person(name="Greta", email="", by=None, at=clock.now())
    page = site.enter(None)
    page.goto(actions.sign_in_link(person_id=greta.id, by=None, at=clock.now()))
    page.get_by_role("button", name="Sign in", exact=True).click()
    pages = ("/", "/me/", "/me/signing-in/", "/accounts/email/", "/accounts/2fa/totp/activate/")
    for address in pages:
        page.goto(address)
        assert "no-address" not in page.content()
    add_key(page)
    page.goto("/accounts/2fa/webauthn/add/")
    assert "no-address" not in page.content()


def test_too_many_tries_are_stopped_kindly(site: Site) -> None:
    for _ in range(30):
        Client().post("/accounts/login/", {"login": "ana@fairwater.example", "password": "guess"})
    page = site.enter(None)
    sign_in(page, "ana@fairwater.example", PASSWORD)
    expect(page.locator("h1")).to_have_text("Too many tries")
    assert sound(page, "account-too-many") == []


def test_where_no_mail_is_sent_no_page_pretends(site: Site) -> None:
    page = site.enter(None)
    page.goto("/accounts/login/")
    assert page.get_by_role("link", name="Send me a code by e-mail").count() == 0
    for address in ("/accounts/login/code/", "/accounts/password/reset/"):
        page.goto(address)
        assert page.locator("main form").count() == 0
        expect(page.locator("main")).to_contain_text("No mail is sent from here")


def test_an_address_that_is_a_number_keeps_no_passkeys_and_says_why(site: Site) -> None:
    page = site.enter(None)
    page.goto(site.address.replace("localhost", "127.0.0.1") + "/accounts/login/")
    assert page.get_by_role("button", name="Use a passkey").count() == 0


def test_an_address_is_changed_with_a_code(site: Site, mail: PostOffice) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=account_of(site.cast.ana.id)).update(verified=True)
    page = site.enter(site.cast.ana)
    page.goto("/accounts/email/")
    page.get_by_label("Another address").fill("ana.ferreira@fairwater.example")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("h1")).to_have_text("Is this your address?")
    assert sound(page, "account-address") == []
    page.get_by_label("Code").fill(mail.last_code())
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("h1")).to_have_text("Today")
    page.goto("/me/signing-in/")
    expect(page.locator("main")).to_contain_text("ana.ferreira@fairwater.example")


def test_every_page_of_signing_in_is_one_of_ours() -> None:
    ours = {name: get_template(name).backend.name for name in sorted(set(_templates()))}
    assert {name for name, engine in ours.items() if engine != "jinja2"} == set()


def _templates() -> Iterator[str]:
    """Yield the templates of every view of allauth that has an address here."""
    from django.urls import URLPattern, get_resolver

    waiting: list[Any] = [get_resolver()]
    while waiting:
        door = waiting.pop()
        if not isinstance(door, URLPattern):
            waiting.extend(door.url_patterns)
            continue
        view: Any = getattr(door.callback, "view_class", None)
        if getattr(view, "__module__", "").startswith("allauth.") and view.template_name:
            yield view.template_name
    yield "account/confirm_email_verification_code.html"
    yield "account/signup_closed.html"
    yield "429.html"
